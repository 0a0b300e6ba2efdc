// Looks in every column for whole cells that are an identifier's values, by the matching rule that it declares.
import type { Engine } from '../../engines/engine.ts';
import {
  choose,
  coalesce,
  column,
  concatText,
  count,
  type Expression,
  equal,
  integer,
  isNull,
  matches,
  not,
  sum,
  text,
} from '../../engines/expression.ts';
import type { Relation } from '../../engines/relation.ts';
import { columnVerdict, expectedByChance } from '../../identifiers/column-verdict.ts';
import type { IdentifierClass } from '../../identifiers/identifier-set.ts';
import { cellPatterns, normalizedExpression } from '../../identifiers/normalize.ts';
import { separator } from '../../keys/keyed-hash.ts';
import { companionText, type GatheredIdentifier } from '../../sources/identifier-values.ts';
import type { CompiledColumn } from '../../transforms/compiled-table.ts';
import type { LeakFinding, ScannedColumn } from './leak-finding.ts';
import { asText, orderedChoices, type ScannedTable, withoutPlanted } from './scanned-table.ts';

const one = (condition: Expression<'boolean'>) => sum(choose([{ when: condition, give: integer(1) }], integer(0)));

/** Columns in which nothing has the identifier's form are not among those answered. */
export async function scanColumns(
  engine: Engine,
  scanned: ScannedTable,
  identifier: GatheredIdentifier,
): Promise<{ findings: LeakFinding[]; columns: ScannedColumn[] }> {
  const { declared, shape } = identifier;
  const findings: LeakFinding[] = [];
  const columns: ScannedColumn[] = [];
  const readable = scanned.table.columns.filter(({ value }) => value.type === 'text' || !textual.has(declared.class));
  if (readable.length === 0) return { findings, columns };
  for (const [name, ...counts] of await engine.rows(hitsByColumn(scanned, readable, identifier))) {
    const [candidates = 0, hits = 0, anywhere = 0] = counts.map(Number);
    const found = { column: String(name), candidates, hits, anywhere };
    const at = { identifier: declared.name, table: scanned.table.name };
    columns.push({
      ...at,
      column: found.column,
      candidates,
      hits,
      expectedByChance: expectedByChance(shape, candidates),
    });
    const reason =
      columnVerdict(shape, found) ??
      (hits > 0 ? await tupleVerdict(engine, scanned, identifier, found.column) : undefined);
    if (reason !== undefined) findings.push({ ...at, columns: [found.column], reason });
  }
  return { findings, columns };
}

/** Classes whose values hold letters or signs, which no number and no date does. */
const textual: ReadonlySet<IdentifierClass> = new Set(['email', 'iban', 'fullName']);

function hitsByColumn(
  scanned: ScannedTable,
  columns: readonly CompiledColumn[],
  { declared, values }: GatheredIdentifier,
): Relation {
  const cell = column('d', 'cell', 'text');
  const cells: Relation = {
    unionAll: columns.map((each) => ({
      // Different cells first: patterns cost far more than telling cells apart.
      from: {
        as: 'd',
        relation: {
          from: { relation: scanned.relation, as: 't' },
          joins: withoutPlanted(scanned, each),
          distinct: true,
          select: { cell: asText(each) },
        },
      },
      where: matches(cell, cellPatterns[declared.class]),
      distinct: true,
      select: { name: text(each.output), value: normalizedExpression(declared.class, cell) },
    })),
  };
  const isValue = equal(column('i', 'value', 'text'), column('c', 'value', 'text'));
  return {
    from: { relation: cells, as: 'c' },
    joins: [{ how: 'left', relation: values, as: 'i', on: isValue }],
    groupBy: [column('c', 'name', 'text')],
    select: {
      name: column('c', 'name', 'text'),
      candidates: count(),
      hits: one(not(isNull(column('i', 'value', 'text')))),
      anywhere: one(coalesce(column('i', 'anywhere', 'boolean'), equal(integer(0), integer(1)))),
    },
    orderBy: [column('c', 'name', 'text')],
  };
}

/** A column's low-entropy hits leak after all where most of them stand beside their companions. */
async function tupleVerdict(
  engine: Engine,
  { table, relation }: ScannedTable,
  { declared, values, tuples }: GatheredIdentifier,
  name: string,
): Promise<string | undefined> {
  const hit = table.columns.find(({ output }) => output === name);
  const companions = (declared.tuple ?? []).filter((path) => !declared.columns.includes(path)).length;
  if (!tuples || !hit) return undefined;
  const value = normalizedExpression(declared.class, asText(hit));
  const isHit = { how: 'semi', relation: values, as: 'i', on: equal(column('i', 'value', 'text'), value) } as const;
  const from = { relation, as: 't' };
  const [[hits] = []] = await engine.rows({ from, joins: [isHit], select: { hits: count() } });
  const choices = orderedChoices(
    table.columns.filter((each) => each !== hit),
    companions,
  );
  for (const others of choices) {
    const tuple = concatText(
      value,
      ...others.flatMap((other) => [text(separator), companionText(column('t', other.output, other.value.type))]),
    );
    const whole = { how: 'semi', relation: tuples, as: 'w', on: equal(column('w', 'value', 'text'), tuple) } as const;
    const [[together] = []] = await engine.rows({ from, joins: [isHit, whole], select: { together: count() } });
    if (Number(together) > 0 && Number(together) * 2 >= Number(hits))
      return `it stands beside ${others.map(({ output }) => output).join(', ')} as in the source`;
  }
  return undefined;
}
