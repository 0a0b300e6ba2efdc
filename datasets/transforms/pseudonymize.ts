// Replaces a value by its keyed hash: 128 bits of hex for text, a number of 63 bits for numbers.
import { column, equal, substring } from '../engines/expression.ts';
import { hmacHex, inDomain, keyedNumberIn, withKey } from '../keys/keyed-hash.ts';
import type { Transform } from './transform.ts';

/** Never a rank over the values present: that would change with the rows around it. */
export const pseudonymize: Transform = ({ rule, value, output, refuse }) => {
  const domain = rule.pseudonymize ?? '';
  if (value.type !== 'text' && value.type !== 'integer')
    throw refuse(`expected a column of type text or integer, got ${value.type}`);
  const table = `pseudonyms of ${domain} as ${value.type}`;
  const alias = `map ${output}`;
  const space = ['pseudonym', domain];
  return {
    label: `pseudonymize ${domain}`,
    preserves: 'unique',
    value: column(alias, 'replacement', value.type),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', value.type), value) }],
    map: {
      table,
      valueType: value.type,
      apart: 'replacement',
      build: (values) => ({
        from: { relation: values, as: 'v' },
        joins: [withKey('pseudonyms')],
        select: {
          value: column('v', 'value', value.type),
          replacement:
            value.type === 'text'
              ? substring(hmacHex(inDomain(space, column('v', 'value', 'text'))), 1, 32)
              : keyedNumberIn(space, column('v', 'value', 'integer')),
        },
      }),
    },
  };
};
