// Replaces a number by another of its form: as long, grouped alike, with check digits that hold, and none of the source's own.
import { column, type Expression, equal, not, spread } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { withGaps } from './digits.ts';
import type { NumberFormat } from './number-format.ts';
import { numberFormats } from './number-formats.ts';
import { drawTables, otherNumbers } from './other-numbers.ts';
import type { Transform } from './transform.ts';

/**
 * Eight candidates are drawn for every number by its keyed hash: with n numbers among N of the form, some number finds all of them
 * taken with a chance of about n (9n / N)^8, and the run is refused. Over the whole source: the choice of rows changes no
 * replacement.
 */
export const preserveFormat: Transform = ({ rule, value, output, refuse }) => {
  const { class: kind, domain, otherwise } = rule.preserveFormat ?? { class: 'digits', domain: '' };
  if (value.type !== 'text') throw refuse(`expected a column of type text, got ${value.type}`);
  const format = numberFormats[kind];
  const table = `${kind} of ${domain}`;
  const own = `own ${kind}`;
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
      ofWholeSource: true,
      ingredients: [{ kind: 'own', table: own, holds: kind, class: format.identifier }],
      build: (values) => spelledAlike(values, format, { own, domain: ['preserveFormat', kind, domain] }),
      apart: 'replacement',
    },
    known: drawTables,
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

/** Every spelling of a number with the other number in its place; null where none was found. */
function spelledAlike(
  values: Relation,
  format: NumberFormat,
  search: { own: string; domain: readonly string[] },
): Relation {
  const value = column('v', 'value', 'text');
  const ofForm: Relation = {
    from: { relation: values, as: 'v' },
    where: format.isOfForm(value),
    select: { value, number: format.number(value) },
  };
  const number = column('v', 'number', 'text');
  const numbers: Relation = { from: { relation: ofForm, as: 'v' }, distinct: true, select: { number } };
  return {
    from: { relation: ofForm, as: 'v' },
    joins: [
      {
        how: 'left',
        relation: otherNumbers(numbers, { format, ...search }),
        as: 'o',
        on: equal(column('o', 'number', 'text'), number),
      },
    ],
    select: {
      value,
      replacement: spread(withGaps(value), format.digits(value, column('o', 'other', 'text'))),
    },
  };
}
