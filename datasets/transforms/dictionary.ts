// Replaces a value by a word of a dictionary, picked by the value's keyed hash.
import { column, equal, first63Bits, integer, modulo } from '../engines/expression.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { identifierClassOf, ownWordsByDefault } from '../policy/dictionary-classes.ts';
import type { Transform } from './transform.ts';

/** Words are shared by chance: where rows must stay apart, pseudonymize. */
export const dictionary: Transform = ({ rule, value, output, isIdentifier, refuse }) => {
  const { class: wordClass, locale, ...declared } = rule.dictionary ?? { class: 'fullName', locale: 'en' };
  if (value.type !== 'text') throw refuse(`expected a column of type text, got ${value.type}`);
  // What the policy calls an identifier by itself must not come back as somebody else's.
  const ownWords = declared.ownWords ?? (isIdentifier ? 'exclude' : ownWordsByDefault[wordClass]);
  if (isIdentifier && ownWords === 'allow')
    throw refuse('expected ownWords: exclude, because the policy declares this column an identifier, got allow');
  const name = `${wordClass} ${locale}`;
  const table = `words for ${name} ${ownWords}`;
  const words = `dictionary ${name} ${ownWords}`;
  const alias = `map ${output}`;
  const hash = first63Bits(hmacHex(inDomain(['dictionary', wordClass, locale], column('v', 'value', 'text'))));
  return {
    label: `dictionary ${name}`,
    preserves: 'lossy',
    holds: wordClass,
    ...(ownWords === 'allow' ? { chance: { table: words, word: 'word', class: identifierClassOf(wordClass) } } : {}),
    value: column(alias, 'replacement', 'text'),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', 'text'), value) }],
    map: {
      table,
      valueType: 'text',
      ingredients: [{ kind: 'words', table: words, class: wordClass, locale, ownWords }],
      build: (values, [size = 1]) => ({
        from: {
          as: 'h',
          relation: {
            from: { relation: values, as: 'v' },
            joins: [withKey('pseudonyms')],
            select: { value: column('v', 'value', 'text'), position: modulo(hash, integer(size)) },
          },
        },
        joins: [
          {
            how: 'inner',
            relation: words,
            as: 'd',
            on: equal(column('d', 'position', 'integer'), column('h', 'position', 'integer')),
          },
        ],
        select: { value: column('h', 'value', 'text'), replacement: column('d', 'word', 'text') },
      }),
    },
  };
};
