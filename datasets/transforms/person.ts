// Replaces parts of a person by those of one who does not exist: one and the same in every table.
import {
  add,
  cast,
  choose,
  column,
  concatText,
  type Expression,
  equal,
  first63Bits,
  floorDivide,
  integer,
  modulo,
  replaceAll,
  substring,
  text,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { type PersonPart, personParts } from '../policy/dictionary-classes.ts';
import type { Transform } from './transform.ts';
import { tuplePart } from './tuple-part.ts';

/** Parts that many people share: a real one may come back by chance. */
const shared: readonly PersonPart[] = ['firstName', 'lastName'];
/** Parts that end in letters of their own. */
const own: readonly PersonPart[] = ['email', 'username'];

/** Whole names and mailboxes are never the source's own. Mailboxes lie in domains that are reserved for examples (RFC 2606). */
export const person: Transform = (context) => {
  const { part, of, locale, domain } = context.rule.person ?? {
    part: 'fullName',
    of: '',
    locale: 'en',
    domain: 'person',
  };
  const people = `people in ${locale}`;
  const tellsRowsApart = own.includes(part) && context.key.length === 1 && context.key[0] === of;
  return {
    ...tuplePart(context, {
      ...{ what: 'person', part, of, locale, domain },
      ingredient: { kind: 'people', table: people, locale },
      build: (values, size, whose) =>
        peopleOf(values, people, size, inDomain(['person', domain, locale], cast(whose, 'text')), whose),
      apart: 'email',
    }),
    preserves: tellsRowsApart ? 'unique' : own.includes(part) ? 'notGuaranteed' : 'lossy',
    holds: part,
    ...(shared.includes(part) ? { chance: { table: people, word: part, class: 'text' as const } } : {}),
  };
};

function peopleOf(
  values: Relation,
  people: string,
  size: number,
  message: Expression<'text'>,
  whose: Expression<'text' | 'integer'>,
): Relation {
  const hash = hmacHex(message);
  const hashed: Relation = {
    from: { relation: values, as: 'v' },
    joins: [withKey('pseudonyms')],
    select: {
      value: whose,
      position: modulo(first63Bits(hash), integer(size)),
      letters: modulo(first63Bits(substring(hash, 17, 16)), integer(consonants.length ** suffixLength)),
      host: modulo(first63Bits(substring(hash, 33, 16)), integer(hosts.length)),
    },
  };
  const drawn = (part: string) => column('d', part, 'text');
  const suffix = suffixOf(column('h', 'letters', 'integer'));
  const host = column('h', 'host', 'integer');
  const drawnParts = personParts.filter((part) => !own.includes(part));
  return {
    from: { relation: hashed, as: 'h' },
    joins: [
      {
        how: 'inner',
        relation: people,
        as: 'd',
        on: equal(column('d', 'position', 'integer'), column('h', 'position', 'integer')),
      },
    ],
    select: {
      value: column('h', 'value', whose.type),
      ...Object.fromEntries(drawnParts.map((part) => [part, drawn(part)])),
      email: concatText(
        drawn('login'),
        text('.'),
        suffix,
        text('@'),
        choose(
          hosts.map((name, at) => ({ when: equal(host, integer(at)), give: text(name) })),
          text(hosts[0]),
        ),
      ),
      username: concatText(replaceAll(drawn('login'), '[.]', '_'), text('_'), suffix),
    },
  };
}

const hosts = ['example.com', 'example.org', 'example.net'] as const;
/** Without vowels no word is spelled by chance; without digits no number of the source. */
const consonants = 'bcdfghjkmnpqrstvwxz';
/** With 65,000 names and three hosts two of ten million people share a mailbox once in sixty runs: the map asserts that none do. */
const suffixLength = 8;

const suffixOf = (letters: Expression<'integer'>): Expression<'text'> =>
  concatText(
    ...Array.from({ length: suffixLength }, (_, place) => {
      const digit = modulo(floorDivide(letters, integer(consonants.length ** place)), integer(consonants.length));
      return substring(text(consonants), add(digit, integer(1)), 1);
    }),
  );
