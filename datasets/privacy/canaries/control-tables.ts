// Proves the leak scan alive: every canary is planted in every column that can hold it, and must be found in each.
import type { Engine } from '../../engines/engine.ts';
import { cast, column } from '../../engines/expression.ts';
import type { GatheredIdentifier } from '../../sources/identifier-values.ts';
import type { CompiledTable } from '../../transforms/compiled-table.ts';
import { scanTables } from '../leak-scan.ts';
import { isProse } from '../leaks/scan-prose.ts';
import { fits } from './canary-values.ts';
import type { Canaries } from './plant-canaries.ts';

type Planting = {
  identifier: string;
  table: string;
  columns: readonly string[];
  inside: boolean;
  cells: Record<string, string>;
};

/** How many plantings the scan had to find, and those that it missed, in words. */
export type ControlResult = { planted: number; missed: string[] };

/** Tables of the extract's own columns that hold nothing but canaries: whole, inside a sentence, and parted over two columns. */
export async function scanControlTables(
  engine: Engine,
  tables: readonly CompiledTable[],
  { gathered, set }: Canaries,
): Promise<ControlResult> {
  const plantings: Planting[] = [];
  const controls = [];
  for (const table of tables) {
    const ofTable = (await Promise.all(gathered.map((each) => plantingsOf(engine, table, each)))).flat();
    if (ofTable.length === 0) continue;
    plantings.push(...ofTable);
    const relation = `control ${table.name}`;
    await createControl(engine, relation, table, ofTable);
    controls.push({ table, relation, planted: [] });
  }
  const { findings } = await scanTables(engine, controls, gathered, set);
  const found = new Set(findings.map((each) => place({ ...each, inside: each.reason.startsWith('inside') })));
  const missed = plantings.filter((each) => !found.has(place(each)));
  return {
    planted: plantings.length,
    missed: missed.map(
      ({ identifier, table, columns, inside }) =>
        `${identifier} ${inside ? 'inside' : 'in'} ${table}.${columns.join(' with ')}`,
    ),
  };
}

const place = ({ identifier, table, columns, inside }: Omit<Planting, 'cells'>): string =>
  JSON.stringify([identifier, table, columns, inside]);

async function plantingsOf(
  engine: Engine,
  table: CompiledTable,
  { declared, values }: GatheredIdentifier,
): Promise<Planting[]> {
  const [[first] = []] = await engine.rows({
    from: { relation: values, as: 'v' },
    select: { value: column('v', 'value', 'text') },
    orderBy: [column('v', 'value', 'text')],
    limit: 1,
  });
  const value = String(first);
  const at = { identifier: declared.name, table: table.name };
  const plant = (outputs: string[], cells: string[], inside = false): Planting => ({
    ...at,
    columns: outputs,
    inside,
    cells: Object.fromEntries(outputs.map((output, position) => [output, cells[position] ?? ''])),
  });
  const whole = table.columns
    .filter((each) => fits(value, each.value.type))
    .map(({ output }) => plant([output], [value]));
  const inside = table.columns.filter(isProse).map(({ output }) => plant([output], [`Spoke to ${value} today.`], true));
  return [
    ...whole,
    ...inside,
    ...partedPlantings(table, declared.columns.length, value).map(({ outputs, cells }) => plant(outputs, cells)),
  ];
}

/** A value of as many words as the identifier has columns, word by word over the first columns that are read together. */
function partedPlantings(table: CompiledTable, parts: number, value: string): { outputs: string[]; cells: string[] }[] {
  const words = value.split(' ');
  const readable = table.columns.filter(
    ({ value: { type }, label }) => type === 'text' && !label.startsWith('pseudonymize '),
  );
  if (parts < 2 || words.length !== parts || readable.length < parts) return [];
  return [{ outputs: readable.slice(0, parts).map(({ output }) => output), cells: words }];
}

async function createControl(
  engine: Engine,
  relation: string,
  { columns }: CompiledTable,
  plantings: readonly Planting[],
): Promise<void> {
  const names = columns.map(({ output }) => output);
  await engine.createFromValues(
    relation,
    Object.fromEntries(names.map((name) => [name, 'text' as const])),
    plantings.map(({ cells }) => names.map((name) => cells[name] ?? null)),
  );
  await engine.create(relation, {
    from: { relation, as: 'p' },
    select: Object.fromEntries(
      columns.map(({ output, value }) => [output, cast(column('p', output, 'text'), value.type)]),
    ),
  });
}
