// Transforms on rows at hand: compiled from a policy as any other, run by the real engine.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbEngine } from '../../../datasets/engines/duckdb/duckdb-engine.ts';
import type { Cell, Engine } from '../../../datasets/engines/engine.ts';
import { cast, column, type ValueType } from '../../../datasets/engines/expression.ts';
import { ExtractError } from '../../../datasets/extract-error.ts';
import { deriveKeys } from '../../../datasets/keys/derive-keys.ts';
import { keyRows } from '../../../datasets/keys/keyed-hash.ts';
import { assertCoherent } from '../../../datasets/policy/assert-coherent.ts';
import { assertOwnWords } from '../../../datasets/policy/assert-own-words.ts';
import { ExtractPolicy } from '../../../datasets/policy/extract-policy.ts';
import type { Hierarchies } from '../../../datasets/policy/hierarchy-file.ts';
import { sourceColumnsOf } from '../../../datasets/policy/source-columns.ts';
import { gatherIdentifiers } from '../../../datasets/sources/identifier-values.ts';
import { assertKeysStayUnique } from '../../../datasets/transforms/assert-uniqueness.ts';
import { drawnFrom } from '../../../datasets/transforms/chance-matches.ts';
import { compileTables } from '../../../datasets/transforms/compile-tables.ts';
import type { CompiledTable } from '../../../datasets/transforms/compiled-table.ts';
import { createIngredient } from '../../../datasets/transforms/create-ingredient.ts';
import { createValueMaps } from '../../../datasets/transforms/create-value-maps.ts';
import { assertNothingForbidden, createKnownTables } from '../../../datasets/transforms/known-tables.ts';
import { drawShifts } from '../../../datasets/transforms/shift-dates.ts';
import { createOutput, sealedRelation } from '../../../datasets/transforms/transform-tables.ts';
import {
  includedTable,
  keysTable,
  membersTable,
  rowColumn,
  sourceTable,
  unitsTable,
} from '../../../datasets/working-tables.ts';

export type Given = {
  /** Rules of the columns of table `people` (its key is `id`), or of several tables. */
  columns?: Record<string, unknown>;
  tables?: Record<string, { key: string[]; columns: Record<string, unknown> }>;
  /** Rows of `people`, or of every table; texts are read as the type that the rule declares. */
  rows?: Record<string, string | null>[];
  tableRows?: Record<string, Record<string, string | null>[]>;
  relations?: unknown[];
  identifiers?: unknown;
  shiftWeeks?: number | 'none';
  hierarchies?: Hierarchies;
  /** How many of all rows leave, the first of them: all when not given. */
  chosen?: number;
  /** Another letter, another key. */
  key?: string;
  threads?: number;
};

export type Transformed = {
  rows: Record<string, Cell>[];
  tables: Record<string, Record<string, Cell>[]>;
  compiled: CompiledTable[];
  chance: { table: string; column: string; entries: number; rowsAmongThem: number; expectedMatches: number }[];
};

export function policyOf(given: Given): ExtractPolicy {
  const tables = given.tables ?? { people: { key: ['id'], columns: given.columns ?? {} } };
  return ExtractPolicy.parse({
    schema: 'practicum/extract-policy/1',
    name: 'transforms',
    useCase: 'test',
    source: { postgres: { schema: 'public' } },
    subject: { table: Object.keys(tables)[0], budget: 'all', shiftWeeks: given.shiftWeeks ?? 2 },
    tables,
    relations: given.relations ?? [],
    privacy: { tier: 'internal', quasiIdentifiers: 'none', sensitive: 'none' },
    identifiers: given.identifiers ?? 'none',
    fidelity: { target: 'none' },
  });
}

export const refuse = (path: readonly PropertyKey[], sentence: string) =>
  new ExtractError('bad-policy', `${path.map(String).join('.')}: ${sentence}`);

/** Every row belongs to the unit of its place. */
export async function runTransforms(given: Given): Promise<Transformed> {
  const policy = policyOf(given);
  assertCoherent(policy, refuse);
  assertOwnWords(policy, refuse);
  const needed = sourceColumnsOf(policy, refuse);
  const compiled = compileTables(policy, needed, refuse, given.hierarchies);
  assertKeysStayUnique({ policy, tables: compiled, refuse });
  await using engine = await DuckDbEngine.open({
    spillDir: join(tmpdir(), 'practicum-transforms-spill'),
    ...(given.threads === undefined ? {} : { threads: given.threads }),
  });
  const keys = deriveKeys(Buffer.alloc(32, given.key ?? 'k'));
  await engine.createFromValues(keysTable, { use: 'text', inner: 'bytes', outer: 'bytes' }, keyRows(keys));
  const sources = given.tableRows ?? { people: given.rows ?? [] };
  let firstRow = 0;
  for (const [table, columns] of needed) {
    const rows = sources[table] ?? [];
    await load(engine, table, [...columns.values()], rows, firstRow);
    firstRow += rows.length;
  }
  await own(engine, firstRow, given.chosen ?? firstRow);
  await createKnownTables(engine, compiled);
  await assertNothingForbidden(engine, compiled);
  if (policy.subject.shiftWeeks !== 'none') await drawShifts(engine, policy.subject.shiftWeeks);
  const gathered = await gatherIdentifiers(engine, policy, needed);
  await createValueMaps(engine, compiled, (ingredient) => createIngredient(engine, ingredient, compiled, gathered));
  const tables: Transformed['tables'] = {};
  for (const table of compiled) {
    await createOutput(engine, table, (name) => needed.get(table.name)?.get(name)?.type ?? 'text');
    const cells = await engine.rows(inRowOrder(table));
    tables[table.name] = cells.map((row) =>
      Object.fromEntries(table.columns.map(({ output }, position) => [output, row[position] ?? null])),
    );
  }
  const chance = (await drawnFrom(engine, compiled))?.matchesByChance ?? [];
  return { rows: tables[compiled[0]?.name ?? ''] ?? [], tables, compiled, chance };
}

/** As they were given: a test reads results beside its rows. */
function inRowOrder(table: CompiledTable) {
  const sealed = sealedRelation(table);
  if (typeof sealed === 'string' || 'unionAll' in sealed) return sealed;
  const select = Object.fromEntries(
    Object.entries(sealed.select).map(([name, value]) => [name, isPlain(value.type) ? value : cast(value, 'text')]),
  );
  return { ...sealed, select, orderBy: [column('t', rowColumn, 'integer')] };
}

const isPlain = (type: ValueType) => type === 'integer' || type === 'text' || type === 'boolean' || type === 'double';

async function load(
  engine: Engine,
  table: string,
  columns: readonly { name: string; type: ValueType }[],
  rows: readonly Record<string, string | null>[],
  firstRow: number,
): Promise<void> {
  const texts = `${table} as text`;
  await engine.createFromValues(
    texts,
    { row: 'integer', ...Object.fromEntries(columns.map(({ name }) => [name, 'text' as const])) },
    rows.map((row, position) => [BigInt(firstRow + position), ...columns.map(({ name }) => row[name] ?? null)]),
  );
  await engine.create(sourceTable(table), {
    from: { relation: texts, as: 't' },
    select: {
      [rowColumn]: column('t', 'row', 'integer'),
      ...Object.fromEntries(columns.map(({ name, type }) => [name, cast(column('t', name, 'text'), type)])),
    },
  });
}

async function own(engine: Engine, rows: number, chosen: number): Promise<void> {
  const all = Array.from({ length: rows }, (_, row) => [BigInt(row), BigInt(row)]);
  await engine.createFromValues(includedTable, { row: 'integer', unit: 'integer' }, all.slice(0, chosen));
  await engine.createFromValues(membersTable, { row: 'integer', unit: 'integer' }, all);
  await engine.create(unitsTable, {
    from: { relation: membersTable, as: 'i' },
    select: {
      unit: column('i', 'unit', 'integer'),
      ticket: cast(column('i', 'unit', 'integer'), 'text'),
    },
  });
}

/** What a rule is refused with, or undefined. */
export async function refusalOf(given: Given): Promise<string | undefined> {
  try {
    await runTransforms(given);
    return undefined;
  } catch (error) {
    if (error instanceof ExtractError) return error.message;
    throw error;
  }
}
