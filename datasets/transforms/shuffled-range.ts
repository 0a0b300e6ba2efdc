// Shuffles a small range of whole numbers by a key: every order of it is alike likely.
import {
  add,
  column,
  type Expression,
  equal,
  integer,
  less,
  multiply,
  rowNumber,
  subtract,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { keyedNumberIn, withKey } from '../keys/keyed-hash.ts';
import type { KnownTable } from './transform.ts';

export type NumberRange = { domain: string; lowest: number; size: number };

/** As short as it can be said: short messages are hashed faster. */
export const rangeDomain = ({ domain, lowest, size }: NumberRange): string[] => [
  'permute',
  domain,
  `${lowest.toString(36)}+${size.toString(36)}`,
];

export const widestShuffled = 2 ** 20;

export const numbersBelow1024: KnownTable = {
  table: 'numbers below 1024',
  columns: { number: 'integer' },
  rows: Array.from({ length: 1024 }, (_, number) => [BigInt(number)]),
};

/** The whole range in the order of its numbers' hashes; of it what is asked for. */
export function shuffledRange(values: Relation, { domain, lowest, size }: NumberRange): Relation {
  const number = (of: string): Expression<'integer'> => column(of, 'number', 'integer');
  const inRange: Relation = {
    from: { relation: numbersBelow1024.table, as: 'high' },
    joins: [{ how: 'cross', relation: numbersBelow1024.table, as: 'low' }],
    select: { number: add(multiply(number('high'), integer(1024)), number('low')) },
  };
  const hash = keyedNumberIn([...rangeDomain({ domain, lowest, size }), 'all'], number('r'));
  const shuffled: Relation = {
    from: { relation: inRange, as: 'r' },
    joins: [withKey('pseudonyms')],
    where: less(number('r'), integer(size)),
    select: { value: add(number('r'), integer(lowest)), place: rowNumber(hash, number('r')) },
  };
  return {
    from: { relation: values, as: 'v' },
    joins: [
      {
        how: 'inner',
        relation: shuffled,
        as: 'p',
        on: equal(column('p', 'value', 'integer'), column('v', 'value', 'integer')),
      },
    ],
    select: {
      value: column('v', 'value', 'integer'),
      replacement: add(subtract(column('p', 'place', 'integer'), integer(1)), integer(lowest)),
    },
  };
}
