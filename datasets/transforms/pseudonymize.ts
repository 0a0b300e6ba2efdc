// Replaces a value by its keyed hash: 128 bits of hex for text, a number of 63 bits for numbers.
import { column, type Expression, equal, substring } from '../engines/expression.ts';
import { hmacHex, inDomain, keyedNumberIn, withKey } from '../keys/keyed-hash.ts';
import type { Transform, ValueMap } from './transform.ts';

/** Never a rank over the values present: that would change with the rows around it. */
export const pseudonymize: Transform = ({ rule, value, output, refuse }) => {
  const domain = rule.pseudonymize ?? '';
  if (value.type !== 'text' && value.type !== 'integer')
    throw refuse(`expected a column of type text or integer, got ${value.type}`);
  const table = `pseudonyms of ${domain} as ${value.type}`;
  const alias = `map ${output}`;
  return {
    label: `pseudonymize ${domain}`,
    preserves: 'unique',
    value: column(alias, 'replacement', value.type),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', value.type), value) }],
    map: {
      table,
      valueType: value.type,
      build: (values) => ({
        from: { relation: values, as: 'v' },
        joins: [withKey('pseudonyms')],
        select: {
          value: column('v', 'value', value.type),
          replacement: hashOf(domain, column('v', 'value', value.type)),
        },
      }),
      ...(value.type === 'integer' ? asNumber(domain, output, value as Expression<'integer'>) : {}),
    },
  };
};

const hashOf = (domain: string, value: Expression): Expression =>
  value.type === 'integer'
    ? keyedNumberIn(['pseudonym', domain], value as Expression<'integer'>)
    : substring(hmacHex(inDomain(['pseudonym', domain], value as Expression<'text'>)), 1, 32);

/** 63 bits are few enough for two of a billion values to meet once in twenty runs, and cheap enough to work out beside a row. */
function asNumber(domain: string, output: string, value: Expression<'integer'>): Pick<ValueMap, 'apart' | 'inline'> {
  const key = `key of ${output}`;
  return {
    apart: 'replacement',
    inline: { value: keyedNumberIn(['pseudonym', domain], value, key), joins: [withKey('pseudonyms', key)] },
  };
}
