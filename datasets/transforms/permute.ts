// Replaces whole numbers of a declared range by numbers of that range, each by another one.
import { column, equal, integer, less, or } from '../engines/expression.ts';
import { feistelPermutation } from './feistel-permutation.ts';
import { numbersBelow1024, shuffledRange, widestShuffled } from './shuffled-range.ts';
import type { Transform } from './transform.ts';

/** From here on the 63 bits of a pseudonym are room enough. */
const widest = 2 ** 40;

/**
 * Which number stands for which depends on key, domain and range alone, never on the numbers present. Small ranges are shuffled
 * whole; a round of a cipher over so few numbers could be told from chance.
 */
export const permute: Transform = ({ rule, value, output, refuse }) => {
  const { domain, lowest, highest } = rule.permute ?? { domain: '', lowest: 0, highest: 0 };
  if (value.type !== 'integer') throw refuse(`expected a column of type integer, got ${value.type}`);
  const size = highest - lowest + 1;
  if (size < 2) throw refuse(`expected lowest below highest, got ${lowest} with ${highest}`);
  if (size > widest) throw refuse(`expected a range of at most 2^40 numbers, got more; pseudonymize has room for all`);
  const range = { domain, lowest, size };
  const table = `permutation of ${domain} ${lowest}..${highest}`;
  const alias = `map ${output}`;
  const isSmall = size <= widestShuffled;
  return {
    label: `permute ${domain} ${lowest}..${highest}`,
    preserves: 'unique',
    value: column(alias, 'replacement', 'integer'),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', 'integer'), value) }],
    map: {
      table,
      valueType: 'integer',
      build: (values) => (isSmall ? shuffledRange : feistelPermutation)(values, range),
      apart: 'replacement',
    },
    known: isSmall ? [numbersBelow1024] : [],
    forbidden: [
      {
        where: or(less(value, integer(lowest)), less(integer(highest), value)),
        refuse: (rows) => refuse(`expected every number from ${lowest} to ${highest}, got ${rows} rows outside`),
      },
    ],
  };
};
