// Canaries: people who do not exist, sent through the same transforms as everybody, to see whether anything of them comes out.
import type { Engine } from '../../engines/engine.ts';
import { cast, column, type Expression, integer, less, not, nullOf } from '../../engines/expression.ts';
import type { IdentifierSet } from '../../identifiers/identifier-set.ts';
import { normalize } from '../../identifiers/normalize.ts';
import type { ExtractKeys } from '../../keys/derive-keys.ts';
import { KeyedDraws } from '../../keys/keyed-draws.ts';
import { splitColumnPath } from '../../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../../policy/extract-policy.ts';
import type { Identifier } from '../../policy/privacy-declaration.ts';
import type { SourceColumns } from '../../policy/source-columns.ts';
import { type GatheredIdentifier, hashIdentifiers } from '../../sources/identifier-values.ts';
import type { CompiledTable } from '../../transforms/compiled-table.ts';
import { canaryTable, includedTable, outputTable, rowColumn, sourceTable } from '../../working-tables.ts';
import { canaryValue } from './canary-values.ts';

const canariesPerTable = 3;
/** Above every row number of a source. */
const firstCanary = 1n << 62n;

export type Canaries = {
  /** The canaries' own values, gathered like an identifier's; each counts wherever it is found. */
  gathered: readonly GatheredIdentifier[];
  set: IdentifierSet;
  /** Identifiers in whose columns no unmistakable value fits. */
  unfit: readonly string[];
  /** How many canaries were planted in a table. */
  rowsIn: (table: string) => number;
};

/**
 * Adds canaries to the source's tables and to the included rows, once everything is chosen: they take part in no unit, budget or
 * class. `takeCanaries` must follow the transforms.
 */
export async function plantCanaries(
  engine: Engine,
  policy: Pick<ExtractPolicy, 'identifiers'>,
  columns: SourceColumns,
  keys: Pick<ExtractKeys, 'sampling' | 'identifiers'>,
): Promise<Canaries> {
  const identifiers = policy.identifiers === 'none' ? [] : policy.identifiers;
  const draws = new KeyedDraws(keys.sampling, 'canaries');
  const rows = drawRows(identifiers, columns, draws);
  for (const [table, cells] of rows) await insertCanaries(engine, table, cells, columns);
  const gathered: GatheredIdentifier[] = [];
  const unfit: string[] = [];
  for (const [position, declared] of identifiers.entries()) {
    const values = valuesOf(declared, rows);
    if (values.length === 0) unfit.push(declared.name);
    else gathered.push(await gatherCanaries(engine, declared, values, position));
  }
  return {
    gathered,
    set: await hashIdentifiers(engine, gathered, keys.identifiers),
    unfit,
    rowsIn: (table) => rows.get(table)?.length ?? 0,
  };
}

/** Takes the canaries out of all tables again; their finished rows stay apart, in tables of their own. */
export async function takeCanaries(
  engine: Engine,
  tables: readonly CompiledTable[],
  columns: SourceColumns,
): Promise<void> {
  const isCanary = (name: string) => not(less(column('t', name, 'integer'), integer(firstCanary)));
  for (const { name, columns: outputs } of tables) {
    await engine.create(canaryTable(name), {
      from: { relation: outputTable(name), as: 't' },
      where: isCanary(rowColumn),
      select: Object.fromEntries(outputs.map(({ output, value }) => [output, column('t', output, value.type)])),
    });
  }
  // Finished rows are worked out from these, and lose theirs with them.
  for (const table of columns.keys()) await engine.remove(sourceTable(table), isCanary(rowColumn));
  await engine.remove(includedTable, isCanary('row'));
}

type Cells = ReadonlyMap<string, string>;

/** One canary fills all identifier columns of its table; a column that two identifiers share goes by the first. */
function drawRows(
  identifiers: readonly Identifier[],
  columns: SourceColumns,
  draws: KeyedDraws,
): Map<string, Map<string, string>[]> {
  const rows = new Map<string, Map<string, string>[]>();
  for (const { class: kind, columns: paths } of identifiers) {
    for (const [part, path] of paths.entries()) {
      const [table, name] = splitColumnPath(path);
      const type = columns.get(table)?.get(name)?.type ?? 'text';
      const ofTable = rows.get(table) ?? Array.from({ length: canariesPerTable }, () => new Map<string, string>());
      rows.set(table, ofTable);
      for (const cells of ofTable) {
        const value = cells.has(name) ? null : canaryValue(kind, type, { part, parts: paths.length }, draws);
        if (value !== null) cells.set(name, value);
      }
    }
  }
  return rows;
}

async function insertCanaries(
  engine: Engine,
  table: string,
  rows: readonly Cells[],
  columns: SourceColumns,
): Promise<void> {
  const drawn = canaryTable(table);
  const position = [...columns.keys()].indexOf(table);
  const names = [...(rows[0]?.keys() ?? [])];
  await engine.createFromValues(
    drawn,
    { [rowColumn]: 'integer', ...Object.fromEntries(names.map((name) => [name, 'text' as const])) },
    rows.map((cells, at) => [
      firstCanary + BigInt(position * canariesPerTable + at),
      ...names.map((name) => cells.get(name) ?? null),
    ]),
  );
  const row = column('c', rowColumn, 'integer');
  const cell = (name: string, type: Expression['type']) =>
    names.includes(name) ? cast(column('c', name, 'text'), type) : nullOf(type);
  const loaded = [...(columns.get(table)?.values() ?? [])].filter((each) => each.read);
  await engine.insert(sourceTable(table), {
    from: { relation: drawn, as: 'c' },
    select: { [rowColumn]: row, ...Object.fromEntries(loaded.map(({ name, type }) => [name, cell(name, type)])) },
  });
  await engine.insert(includedTable, {
    from: { relation: drawn, as: 'c' },
    select: { row, unit: nullOf('integer') },
  });
}

function valuesOf({ class: kind, columns: paths }: Identifier, rows: ReadonlyMap<string, readonly Cells[]>): string[] {
  const [table = ''] = splitColumnPath(paths[0] ?? '');
  const parts = (cells: Cells) => paths.map((path) => cells.get(splitColumnPath(path)[1]) ?? '');
  return (rows.get(table) ?? [])
    .map((cells) => normalize(kind, parts(cells).join(' ')))
    .filter((value) => value !== '');
}

async function gatherCanaries(
  engine: Engine,
  { tuple: _companions, ...declared }: Identifier,
  values: readonly string[],
  position: number,
): Promise<GatheredIdentifier> {
  const table = `canary values ${position}`;
  await engine.createFromValues(
    table,
    { value: 'text', anywhere: 'text' },
    values.map((value) => [value, 'true']),
  );
  const isAnywhere = cast(column('v', 'anywhere', 'text'), 'boolean');
  await engine.create(table, {
    from: { relation: table, as: 'v' },
    select: { value: column('v', 'value', 'text'), anywhere: isAnywhere },
  });
  const longestValue = Math.max(...values.map(({ length }) => length));
  return {
    declared: { ...declared, context: [], minimumEntropyBits: 1 },
    shape: { class: declared.class, context: [], values: values.length, longestValue },
    values: table,
    tuples: undefined,
  };
}
