// Reads what attacks are run on: attributes of the subjects in the extract, beside those of people whom it says nothing of.
import type { CodedColumn } from '../../engines/coded-column.ts';
import type { Engine } from '../../engines/engine.ts';
import { cast, column, type Expression, equal, integer, type ValueType } from '../../engines/expression.ts';
import type { Join, Query } from '../../engines/relation.ts';
import type { ExtractPolicy } from '../../policy/extract-policy.ts';
import type { SourceColumns } from '../../policy/source-columns.ts';
import type { CompiledTable } from '../../transforms/compiled-table.ts';
import { chosenTable, includedTable, membersTable, rowColumn, sourceTable, unitsTable } from '../../working-tables.ts';
import { fromOutput, fromSource } from '../subject-values.ts';
import type { AttackColumn, AttackTable } from './attack-table.ts';

/** Beyond so many on either side a random part stands for all: it makes people easier to tell apart, never harder. */
const mostPeople = 200_000;

/**
 * Attributes of the subject's own table that leave as they are or coarser; what is replaced or moved is nothing an attacker could
 * know, and the table's key is no attribute. Outside are subjects whom nobody chose; under the same transforms.
 */
export async function readAttackTable(
  engine: Engine,
  policy: ExtractPolicy,
  needed: SourceColumns,
  tables: readonly CompiledTable[],
): Promise<AttackTable> {
  const table = tables.find(({ name }) => name === policy.subject.table);
  const columns = table?.columns.filter((each) => isAttribute(policy, table, each)) ?? [];
  if (!table || columns.length === 0) return { columns: [], released: 0, outside: 0 };
  const outputs = columns.map(({ output }) => output);
  const side = (relation: Query['from']['relation'], joins: readonly Join[], inside: number): Query => ({
    from: { relation, as: 'v' },
    joins: [...joins, ...inTicketOrder(table)],
    select: {
      inside: integer(inside),
      ticket: column('u', 'ticket', 'text'),
      ...Object.fromEntries(keyOf(table, needed).map((part, at) => [`key ${at}`, part])),
      ...Object.fromEntries(columns.map(({ output, value }) => [`value ${output}`, column('v', output, value.type)])),
    },
    orderBy: [column('u', 'ticket', 'text'), ...keyOf(table, needed)],
    limit: mostPeople,
  });
  const released = side(fromOutput(table, outputs), [], 1);
  const outside = side(fromSource(table, outputs), nobodyChose, 0);
  // Levels chosen group by group exist for the groups of the extract alone: people outside show what nobody in it does.
  const comparable = policy.privacy.method !== 'multidimensional';
  const [flag, ...coded] = await engine.codes({
    from: { relation: { unionAll: comparable ? [released, outside] : [released] }, as: 'p' },
    select: {
      inside: column('p', 'inside', 'integer'),
      ...Object.fromEntries(columns.map(({ output, value }) => [output, column('p', `value ${output}`, value.type)])),
    },
    orderBy: [
      column('p', 'inside', 'integer'),
      column('p', 'ticket', 'text'),
      ...table.key.map((_, at) => column('p', `key ${at}`, 'text')),
    ],
  });
  const isInside = (at: number) => Number(flag?.values[flag.codes[at] ?? 0]) === 1;
  const people = flag?.codes.length ?? 0;
  let outsiders = 0;
  while (outsiders < people && !isInside(outsiders)) outsiders++;
  return {
    columns: columns.map(({ output, value }, at) => attackColumn(output, value.type, coded[at], outsiders)),
    released: people - outsiders,
    outside: outsiders,
  };
}

/** What these make of a value anybody can make of it who knows it. */
const attributeRules = ['keep', 'generalize', 'clamp', 'round'] as const;

function isAttribute(policy: ExtractPolicy, table: CompiledTable, { output }: { output: string }): boolean {
  const rule = policy.tables[table.name]?.columns[output];
  return attributeRules.some((each) => rule?.[each] !== undefined) && !table.outputKey.includes(output);
}

/** A keyed ticket puts people in an order that says nothing of them; the key parts those of one unit. */
const inTicketOrder = (table: CompiledTable): Join[] => [
  {
    how: 'inner',
    relation: sourceTable(table.name),
    as: 's',
    on: equal(column('s', rowColumn, 'integer'), column('v', 'row', 'integer')),
  },
  {
    how: 'inner',
    relation: membersTable,
    as: 'm',
    on: equal(column('m', 'row', 'integer'), column('v', 'row', 'integer')),
  },
  {
    how: 'inner',
    relation: unitsTable,
    as: 'u',
    on: equal(column('u', 'unit', 'integer'), column('m', 'unit', 'integer')),
  },
];

const keyOf = ({ name, key }: CompiledTable, needed: SourceColumns): Expression<'text'>[] =>
  key.map((part) => cast(column('s', part, needed.get(name)?.get(part)?.type ?? 'text'), 'text'));

/** Whoever was suppressed was rare: as a control they would make the extract look worse than it is. */
const nobodyChose: Join[] = [
  {
    how: 'anti',
    relation: includedTable,
    as: 'i',
    on: equal(column('i', 'row', 'integer'), column('v', 'row', 'integer')),
  },
  {
    how: 'inner',
    relation: membersTable,
    as: 'o',
    on: equal(column('o', 'row', 'integer'), column('v', 'row', 'integer')),
  },
  {
    how: 'anti',
    relation: chosenTable,
    as: 'x',
    on: equal(column('x', 'unit', 'integer'), column('o', 'unit', 'integer')),
  },
];

const isNumber = (type: ValueType) => type === 'integer' || type === 'double' || type.startsWith('decimal');

/** Outsiders come first in what was read. */
function attackColumn(name: string, type: ValueType, coded: CodedColumn | undefined, outsiders: number): AttackColumn {
  const { codes = new Int32Array(), values = [] } = coded ?? {};
  const numeric = isNumber(type);
  return {
    name,
    numeric,
    numbers: Float64Array.from(numeric ? values : [], (value) => (value === null ? Number.NaN : Number(value))),
    nullCode: values.at(-1) === null ? values.length - 1 : -1,
    released: codes.subarray(outsiders),
    outside: codes.subarray(0, outsiders),
  };
}
