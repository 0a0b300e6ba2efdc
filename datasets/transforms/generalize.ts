// Makes a value coarser: bands, years, prefixes, named groups, an attribute of what it points at.
import {
  add,
  cast,
  choose,
  concatText,
  type Expression,
  equal,
  floorDivide,
  integer,
  isNull,
  less,
  month,
  multiply,
  nullOf,
  substring,
  text,
  year,
} from '../engines/expression.ts';
import type { Generalize } from '../policy/column-rule.ts';
import { birthNumberSex, birthNumberYear } from './birth-number.ts';
import { generalizeByHierarchy } from './generalize-by-hierarchy.ts';
import type { ColumnContext, Transform, TransformedColumn } from './transform.ts';

const ways = ['band', 'to', 'yearBand', 'prefix', 'map', 'birthNumber', 'lookup', 'hierarchy'] as const;
type Way = (typeof ways)[number];

export const generalize: Transform = (context) => {
  const declared: Generalize = context.rule.generalize ?? {};
  const named = ways.filter((way) => declared[way] !== undefined);
  const [way] = named;
  if (!way || named.length > 1)
    throw context.refuse(
      `expected exactly one of ${ways.join(', ')}, got ${named.length === 0 ? 'none' : named.join(' with ')}`,
    );
  assertNoDay(way, declared, context);
  return { ...generalizations[way](declared, context), preserves: 'lossy' };
};

/** A year is four characters; names and levels can hide a day that does not move with the others. */
function assertNoDay(way: Way, { prefix = 0 }: Generalize, { value, owned, shiftWeeks, refuse }: ColumnContext): void {
  const isDate = value.type === 'date' || value.type === 'timestamp';
  const tellsDay = way === 'map' || way === 'hierarchy' || (way === 'prefix' && prefix > 4);
  if (isDate && tellsDay && owned && shiftWeeks !== 'none')
    throw refuse(
      `expected shiftDates or the year, because the dates of a subject move together, got ${way} of a ${value.type}`,
    );
}

type Generalized = Omit<TransformedColumn, 'preserves'>;

const generalizations: Record<Way, (declared: Generalize, context: ColumnContext) => Generalized> = {
  band: ({ band = 1 }, { value, refuse }) => {
    if (value.type !== 'integer' && value.type !== 'double' && !value.type.startsWith('decimal'))
      throw refuse(`expected a number, got ${value.type}`);
    return { label: `band ${band}`, value: bandOf(value, band) };
  },
  to: ({ to }, context) => {
    const date = dateOf(context);
    if (to === 'year') return { label: 'year', value: year(date) };
    if (context.owned && context.shiftWeeks !== 'none')
      throw context.refuse(
        'expected shiftDates or the year, because the dates of a subject move together, got the month',
      );
    return { label: 'month', value: yearMonth(date) };
  },
  yearBand: ({ yearBand = 1 }, context) => ({
    label: `years ${yearBand}`,
    value: bandOf(year(dateOf(context)), yearBand),
  }),
  prefix: ({ prefix = 1 }, { value }) => ({
    label: `prefix ${prefix}`,
    value: substring(cast(value, 'text'), 1, prefix),
  }),
  map: ({ map = {}, otherwise }, { value }) => ({ label: 'map', value: mapped(cast(value, 'text'), map, otherwise) }),
  birthNumber: ({ birthNumber }, { value, refuse }) => {
    if (value.type !== 'text') throw refuse(`expected a birth number as text, got ${value.type}`);
    const number = value as Expression<'text'>;
    if (typeof birthNumber !== 'object') return { label: 'sex', value: birthNumberSex(number) };
    return {
      label: `birth years ${birthNumber.yearBand}`,
      value: bandOf(birthNumberYear(number), birthNumber.yearBand),
    };
  },
  lookup: ({ lookup = '' }, context) => {
    const { value, join } = context.lookup(lookup);
    if (value.type === 'date' || value.type === 'timestamp')
      throw context.refuse(`expected no date behind a lookup, got ${lookup}`);
    return { label: `lookup ${lookup}`, value, joins: [join] };
  },
  hierarchy: generalizeByHierarchy,
};

function dateOf({ value, refuse }: ColumnContext): Expression<'date' | 'timestamp'> {
  if (value.type === 'date' || value.type === 'timestamp') return value as Expression<'date' | 'timestamp'>;
  throw refuse(`expected a column of type date or timestamp, got ${value.type}`);
}

function bandOf(value: Expression, width: number): Expression<'text'> {
  const lowest = multiply(floorDivide(value, integer(width)), integer(width));
  return concatText(cast(lowest, 'text'), text('..'), cast(add(lowest, integer(width - 1)), 'text'));
}

function yearMonth(date: Expression<'date' | 'timestamp'>): Expression<'text'> {
  const number = cast(month(date), 'text');
  const twoDigits = choose([{ when: less(month(date), integer(10)), give: concatText(text('0'), number) }], number);
  return concatText(cast(year(date), 'text'), text('-'), twoDigits);
}

function mapped(
  value: Expression<'text'>,
  map: Record<string, string>,
  otherwise: string | undefined,
): Expression<'text'> {
  const arms = Object.entries(map).map(([from, to]) => ({ when: equal(value, text(from)), give: text(to) }));
  const unknown = { when: isNull(value), give: nullOf('text') };
  return choose([unknown, ...arms], otherwise === undefined ? nullOf('text') : text(otherwise));
}
