// Finds another number for every number of a source: none that the source knows, no two alike.
import {
  add,
  cast,
  column,
  concatText,
  type Expression,
  equal,
  integer,
  minimum,
  multiply,
  rowNumberWithin,
  substring,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { randomDigits } from './digits.ts';
import type { NumberFormat } from './number-format.ts';
import type { KnownTable } from './transform.ts';

const oneColumn = (table: string, size: number): KnownTable => ({
  table,
  columns: { at: 'integer' },
  rows: Array.from({ length: size }, (_, at) => [BigInt(at)]),
});

/** Four hashes of a number give two candidates each. */
const hashes = oneColumn('hashes of a number', 4);
const halves = oneColumn('halves of a hash', 2);
export const drawTables: readonly KnownTable[] = [hashes, halves];

type Search = { format: NumberFormat; own: string; domain: readonly string[] };

/**
 * `number`, `other`: the first of its candidates that is no value of the table `own` and that no number claimed before it. A
 * number whose candidates are all taken is missing. Nothing but key, domain and the numbers decides.
 */
export function otherNumbers(numbers: Relation, search: Search): Relation {
  const attempt = column('c', 'attempt', 'integer');
  const other = column('c', 'other', 'text');
  const number = column('c', 'number', 'text');
  const free: Relation = {
    from: { relation: candidates(numbers, search), as: 'c' },
    joins: [
      {
        how: 'anti',
        relation: search.own,
        as: 'o',
        on: equal(column('o', 'value', 'text'), normalizedExpression(search.format.identifier, other)),
      },
    ],
    select: { number, attempt, other, claim: rowNumberWithin([other], attempt, number) },
  };
  const first = minimum(concatText(cast(attempt, 'text'), other));
  return {
    from: { relation: free, as: 'c' },
    where: equal(column('c', 'claim', 'integer'), integer(1)),
    groupBy: [number],
    select: { number, other: substring(first, 2, longest) },
  };
}

/** Longer than any number. */
const longest = 64;

function candidates(numbers: Relation, { format, domain }: Search): Relation {
  const message: Expression<'text'> = inDomain(
    domain,
    cast(column('h', 'at', 'integer'), 'text'),
    column('n', 'number', 'text'),
  );
  const hashed: Relation = {
    from: { relation: numbers, as: 'n' },
    joins: [{ how: 'cross', relation: hashes.table, as: 'h' }, withKey('pseudonyms')],
    select: { number: column('n', 'number', 'text'), at: column('h', 'at', 'integer'), hash: hmacHex(message) },
  };
  const half = column('f', 'at', 'integer');
  const [number, filled] = [column('n', 'number', 'text'), column('n', 'filled', 'text')];
  const attempt = column('n', 'attempt', 'integer');
  // Step by step: one expression over another's text many times over would be worked out as often.
  const drawn: Relation = {
    from: { relation: hashed, as: 'n' },
    joins: [{ how: 'cross', relation: halves.table, as: 'f' }],
    select: {
      number,
      attempt: add(multiply(column('n', 'at', 'integer'), integer(2)), half),
      filled: format.filled(number, randomDigits(column('n', 'hash', 'text'), half)),
    },
  };
  const checkable: Relation = {
    from: { relation: drawn, as: 'n' },
    select: { number, attempt, filled, over: format.checkedOver(number, filled) },
  };
  return {
    from: { relation: checkable, as: 'n' },
    select: { number, attempt, other: format.whole(number, filled, column('n', 'over', 'text')) },
  };
}
