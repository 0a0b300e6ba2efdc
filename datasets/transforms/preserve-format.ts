// Replaces a number by another of its form: as long, grouped alike, with check digits that hold, and none of the source's own.
import { column, type Expression, equal, not } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { filledWith } from './digits.ts';
import type { NumberFormat } from './number-format.ts';
import { numberFormats } from './number-formats.ts';
import type { Transform } from './transform.ts';

export const preserveFormat: Transform = ({ rule, value, output, refuse }) => {
  const { class: kind, domain, otherwise } = rule.preserveFormat ?? { class: 'digits', domain: '' };
  if (value.type !== 'text') throw refuse(`expected a column of type text, got ${value.type}`);
  const format = numberFormats[kind];
  const numbers = `${kind} of ${domain}`;
  const table = `spellings of ${numbers}`;
  const alias = `map ${output}`;
  return {
    label: `preserveFormat ${kind} ${domain}`,
    preserves: otherwise === undefined ? 'unique' : 'notGuaranteed',
    holds: kind,
    value: column(alias, 'replacement', 'text'),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', 'text'), value) }],
    map: {
      table,
      valueType: 'text',
      ingredients: [{ kind: 'numbers', table: numbers, class: kind, domain }],
      build: (values) => spelledAlike(values, format, numbers),
      apart: 'replacement',
    },
    forbidden:
      otherwise === undefined
        ? [
            {
              where: not(format.isOfForm(value as Expression<'text'>)),
              refuse: (rows) =>
                refuse(
                  `expected ${format.form}, got ${rows} rows with something else; mend them, or give otherwise: 'null'`,
                ),
            },
          ]
        : [],
  };
};

/** Every spelling of a number with the other number in its place. */
function spelledAlike(values: Relation, format: NumberFormat, numbers: string): Relation {
  const value = column('v', 'value', 'text');
  const read: Relation = {
    from: { relation: values, as: 'v' },
    where: format.isOfForm(value),
    select: { value, number: format.number(value) },
  };
  const replaced: Relation = {
    from: { relation: read, as: 'v' },
    joins: [
      {
        how: 'inner',
        relation: numbers,
        as: 'o',
        on: equal(column('o', 'number', 'text'), column('v', 'number', 'text')),
      },
    ],
    select: { value, digits: format.digits(value, column('o', 'other', 'text')) },
  };
  // A step of its own: what is spread is looked at once for every place.
  return {
    from: { relation: replaced, as: 'v' },
    select: { value, replacement: filledWith(value, column('v', 'digits', 'text')) },
  };
}
