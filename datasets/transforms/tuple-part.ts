// One part of a tuple that was drawn whole: all parts that one value tells apart come from one draw.
import { and, choose, column, type Expression, equal, isNull, not, nullOf } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { DictionaryLocale } from '../policy/dictionary-classes.ts';
import type { ColumnContext, Ingredient, TransformedColumn } from './transform.ts';

export type TuplePart = {
  what: 'person' | 'address';
  part: string;
  of: string;
  locale: DictionaryLocale;
  domain: string;
  ingredient: Ingredient;
  build: (values: Relation, size: number, of: Expression<'text' | 'integer'>) => Relation;
  apart?: string;
};

/** A value that is null stays null; one whose row does not say of whom it is would be lost, and is refused. */
export function tuplePart(
  { value, sibling, refuse }: ColumnContext,
  { what, part, of, locale, domain, ingredient, build, apart }: TuplePart,
): Pick<TransformedColumn, 'label' | 'value' | 'joins' | 'map' | 'forbidden'> {
  const whose = sibling(of);
  if (value.type !== 'text') throw refuse(`expected a column of type text, got ${value.type}`);
  if (whose.type !== 'text' && whose.type !== 'integer')
    throw refuse(`expected ${of} to be a column of type text or integer, got ${whose.type}`);
  const valueType = whose.type;
  const table = `${what} of ${domain} in ${locale} as ${valueType}`;
  const alias = `${table} by ${of}`;
  return {
    label: `${what} ${part} ${domain} ${locale}`,
    value: choose([{ when: isNull(value), give: nullOf('text') }], column(alias, part, 'text')),
    joins: [{ how: 'left', relation: table, as: alias, on: equal(column(alias, 'value', valueType), whose) }],
    map: {
      table,
      valueType,
      source: of,
      ingredients: [ingredient],
      build: (values, [size = 1]) => build(values, size, column('v', 'value', valueType)),
      ...(apart === undefined ? {} : { apart }),
    },
    forbidden: [
      {
        where: and(isNull(whose), not(isNull(value))),
        refuse: (rows) => refuse(`expected ${of} beside every value, got ${rows} rows with a value but no ${of}`),
      },
    ],
  };
}
