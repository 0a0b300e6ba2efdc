// Replaces a value by a word of a dictionary, picked by the value's keyed hash.
import { column, equal, first63Bits, integer, modulo } from '../engines/expression.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { Transform } from './transform.ts';

/** Words are shared by chance: where rows must stay apart, pseudonymize. */
export const dictionary: Transform = ({ rule, value, output, refuse }) => {
  const { class: wordClass, locale } = rule.dictionary ?? { class: 'fullName', locale: 'en' };
  if (value.type !== 'text') throw refuse(`expected a column of type text, got ${value.type}`);
  const name = `${wordClass} ${locale}`;
  const table = `words for ${name}`;
  const words = `dictionary ${name}`;
  const alias = `map ${output}`;
  const hash = first63Bits(hmacHex(inDomain(['dictionary', wordClass, locale], column('v', 'value', 'text'))));
  return {
    label: `dictionary ${name}`,
    preserves: 'lossy',
    value: column(alias, 'replacement', 'text'),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', 'text'), value) }],
    map: {
      table,
      valueType: 'text',
      injective: false,
      dictionary: { table: words, class: wordClass, locale },
      build: (values, size) => ({
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
