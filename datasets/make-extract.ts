// The stages of one extract, in their order: load, subset, transform, gate, seal.
import { plantFaults } from './answers/plant.ts';
import { withholdValues } from './answers/withhold.ts';
import type { Engine } from './engines/engine.ts';
import { planFidelity } from './fidelity/fidelity-plan.ts';
import { measureFidelity } from './fidelity/measure-fidelity.ts';
import type { IdentifierSet } from './identifiers/identifier-set.ts';
import type { ExtractKeys } from './keys/derive-keys.ts';
import { keyRows } from './keys/keyed-hash.ts';
import type { PolicySigner } from './keys/policy-signature.ts';
import type { Hierarchies } from './policy/hierarchy-file.ts';
import type { ParsedPolicy } from './policy/parse-policy.ts';
import { type SourceColumns, sourceColumnsOf } from './policy/source-columns.ts';
import type { SignedWaiver } from './policy/waiver.ts';
import { plantCanaries, takeCanaries } from './privacy/canaries/plant-canaries.ts';
import { chooseSubjects } from './privacy/choose-subjects.ts';
import { kOf } from './privacy/gate-bounds.ts';
import type { GateCheck } from './privacy/gate-check.ts';
import { outputRelationsOf } from './privacy/output-relations.ts';
import { showQuasiIdentifiers } from './privacy/shown-columns.ts';
import { releaseExtract } from './release-extract.ts';
import type { ExtractManifest } from './seal/manifest.ts';
import { writeAnswerKey } from './seal/write-answer-key.ts';
import { gatherIdentifiers, hashIdentifiers } from './sources/identifier-values.ts';
import { assertSourceHas, openSource } from './sources/open-source.ts';
import { assertDeclaredKeysStayUnique, assertKeysStayUnique } from './transforms/assert-uniqueness.ts';
import { compileTables } from './transforms/compile-tables.ts';
import type { CompiledTable } from './transforms/compiled-table.ts';
import { createIngredient } from './transforms/create-ingredient.ts';
import { createValueMaps } from './transforms/create-value-maps.ts';
import { isWholeSource } from './transforms/included-rows.ts';
import { assertNothingForbidden, createKnownTables } from './transforms/known-tables.ts';
import { measureRedactions } from './transforms/redact-recall.ts';
import { drawShifts } from './transforms/shift-dates.ts';
import { createOutput } from './transforms/transform-tables.ts';
import { tablesLeaving } from './views/leaving-tables.ts';
import { keysTable, rowColumn, sourceTable } from './working-tables.ts';

export type MakeOptions = {
  engine: Engine;
  parsed: ParsedPolicy;
  /** The one that `parsed` is told by, if any. */
  view: string | undefined;
  /** Whether tables are sealed as CSV beside their Parquet. */
  csv: boolean;
  signedBy: PolicySigner | null;
  waivers: readonly SignedWaiver[];
  asOf: string | undefined;
  /** What the policy's hierarchy files hold. */
  hierarchies: Hierarchies;
  keys: ExtractKeys;
  source: string;
  /** Empty: the sealed files go here. */
  sealDir: string;
  /** Empty and private: the answer key goes here. Undefined where the policy neither withholds nor plants. */
  answerDir: string | undefined;
  /** Empty and private: for what passes through. */
  workDir: string;
  signal: AbortSignal | undefined;
  onProgress: ((progress: StageProgress) => void) | undefined;
};

export type StageProgress = { stage: string; table?: string; rows?: number; done: number; total: number };

export type MadeExtract =
  | { verdict: 'open'; manifest: ExtractManifest; digest: string; identifiers: IdentifierSet }
  | { verdict: 'closed'; checks: GateCheck[] };

export async function makeExtract(options: MakeOptions): Promise<MadeExtract> {
  const { engine, keys, parsed, view } = options;
  const { policy, refuse } = parsed;
  const needed = sourceColumnsOf(policy, refuse);
  const { hierarchies } = options;
  const own = compileTables(policy, needed, refuse, hierarchies);
  const shown = showQuasiIdentifiers(policy, own, hierarchies, refuse);
  assertKeysStayUnique({ policy, tables: shown.tables, refuse });
  const relations = outputRelationsOf(policy, shown.tables, refuse);
  const fidelity = planFidelity(policy, shown.tables, relations, refuse);
  const step = countSteps(options.onProgress, needed.size + 2 * shown.tables.length + 5);

  await loadSource(options, needed, shown.tables, step);
  await engine.createFromValues(keysTable, { use: 'text', inner: 'bytes', outer: 'bytes' }, keyRows(keys));
  await createKnownTables(engine, shown.tables);
  await assertNothingForbidden(engine, shown.tables);
  step({ stage: 'subset' });
  const { tables, ...subjects } = await chooseSubjects(engine, { policy, needed, shown, hierarchies, refuse });
  if (policy.subject.shiftWeeks !== 'none') await drawShifts(engine, policy.subject.shiftWeeks);

  const gathered = await gatherIdentifiers(engine, policy, needed);
  const identifiers = await hashIdentifiers(engine, gathered, keys.identifiers);
  const canaries = await plantCanaries(engine, policy, needed, keys);
  step({ stage: 'replacements' });
  const whole = await isWholeSource(engine, needed.keys());
  await createValueMaps(engine, tables, (ingredient) => createIngredient(engine, ingredient, tables, gathered), whole);
  const rows = new Map<string, number>();
  for (const table of tables) {
    const typeOf = (name: string) => needed.get(table.name)?.get(name)?.type ?? 'text';
    const made = await createOutput(engine, table, typeOf, whole);
    rows.set(table.name, made - canaries.rowsIn(table.name));
    step({ stage: 'transform', table: table.name, rows: rows.get(table.name) ?? 0 });
  }
  await takeCanaries(engine, tables, needed);
  const redactions = await measureRedactions(engine, policy, tables, needed, gathered);

  // Before the gate: leaks and orphans are looked for in what leaves.
  const withheld = await withholdValues(engine, policy, tables, refuse);
  const planted = await plantFaults(engine, policy, tables, refuse);
  for (const { table, effect, rows: added } of planted)
    if (effect === 'duplicate') rows.set(table, (rows.get(table) ?? 0) + (added ?? 0));
  const leaving = await tablesLeaving(engine, { policy, view, k: kOf(policy), refuse }, tables, rows);
  const rowsLeave = view === undefined || policy.views[view]?.omit !== 'rows';
  const released = await releaseExtract(engine, {
    ...options,
    needed,
    tables,
    leaving,
    rows,
    relations: rowsLeave ? relations : [],
    gathered,
    identifiers,
    canaries,
    redactions,
    planted,
    subjects,
    measureFidelity: async () => {
      step({ stage: 'fidelity' });
      return rowsLeave ? measureFidelity(engine, fidelity, { policy, needed, keys }) : undefined;
    },
    onStep: step,
  });
  if (released.verdict === 'closed') return released;
  if (options.answerDir !== undefined)
    await writeAnswerKey(engine, options.answerDir, {
      extract: released.digest,
      policy: { name: policy.name, useCase: policy.useCase, sha256: parsed.sha256 },
      policyText: parsed.text,
      withheld,
      planted,
      keys,
    });
  return { ...released, identifiers };
}

type Step = (progress: Omit<StageProgress, 'done' | 'total'>) => void;

function countSteps(onProgress: MakeOptions['onProgress'], total: number): Step {
  let done = 0;
  return (progress) => onProgress?.({ ...progress, done: ++done, total });
}

const rowsPerTable = 1n << 40n;

async function loadSource(
  { engine, source, parsed, workDir, signal }: MakeOptions,
  needed: SourceColumns,
  tables: readonly CompiledTable[],
  step: Step,
): Promise<void> {
  const { policy, refuse } = parsed;
  await using opened = await openSource(source, policy.source, { engine, refuse, workDir, signal });
  await assertSourceHas(opened, needed, refuse);
  assertDeclaredKeysStayUnique({ policy, tables, refuse }, await opened.describe());
  for (const [position, [table, columns]] of [...needed].entries()) {
    const into = { name: sourceTable(table), rowColumn, firstRow: BigInt(position) * rowsPerTable };
    const read = [...columns.values()].filter((column) => column.read);
    step({ stage: 'load', table, rows: await opened.load(table, read, into) });
  }
}
