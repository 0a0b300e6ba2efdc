// The last stages of an extract: finished tables to files, files through the gate, what passes under the seal.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Planted } from './answers/plant.ts';
import type { Engine } from './engines/engine.ts';
import { fidelityCheck } from './fidelity/fidelity-check.ts';
import { fidelityFiles } from './fidelity/fidelity-files.ts';
import type { FidelityReport } from './fidelity/fidelity-report.ts';
import type { IdentifierSet } from './identifiers/identifier-set.ts';
import type { ExtractKeys } from './keys/derive-keys.ts';
import type { PolicySigner } from './keys/policy-signature.ts';
import { cutPlant } from './policy/cut-plant.ts';
import type { ParsedPolicy } from './policy/parse-policy.ts';
import type { SourceColumns } from './policy/source-columns.ts';
import type { SignedWaiver } from './policy/waiver.ts';
import type { Canaries } from './privacy/canaries/plant-canaries.ts';
import { type GateInput, isOpen, runGate } from './privacy/gate.ts';
import type { GateCheck } from './privacy/gate-check.ts';
import type { GateEvidence } from './privacy/gate-evidence.ts';
import { checkTexts } from './privacy/gate-leaks.ts';
import { applyWaivers } from './privacy/gate-waivers.ts';
import type { OutputRelation } from './privacy/output-relations.ts';
import { privacyFiles } from './privacy/report/privacy-files.ts';
import { privacyReportOf } from './privacy/report/privacy-report.ts';
import type { LeavingText } from './privacy/scan-texts.ts';
import { datasheetFile, datasheetOf } from './seal/datasheet.ts';
import { policyFile } from './seal/files.ts';
import type { ExtractManifest } from './seal/manifest.ts';
import { parquetFile, type SealedText, writeSeal, writeTables } from './seal/write-seal.ts';
import type { GatheredIdentifier } from './sources/identifier-values.ts';
import { countBroughtAlong } from './subset/brought-along.ts';
import { drawnFrom } from './transforms/chance-matches.ts';
import type { CompiledTable } from './transforms/compiled-table.ts';
import { assertKeysApart } from './transforms/create-value-maps.ts';
import { readOutputBack } from './transforms/read-back.ts';
import type { RedactionFigures } from './transforms/redact-recall.ts';
import { sealedRelation } from './transforms/transform-tables.ts';
import { sealedTable } from './working-tables.ts';

export type ReleaseInput = {
  parsed: ParsedPolicy;
  view: string | undefined;
  csv: boolean;
  signedBy: PolicySigner | null;
  waivers: readonly SignedWaiver[];
  asOf: string | undefined;
  keys: ExtractKeys;
  /** Empty: the sealed files go here. */
  sealDir: string;
  needed: SourceColumns;
  /** All finished tables, and those of which something leaves: with a view, tables of groups among them. */
  tables: readonly CompiledTable[];
  leaving: readonly CompiledTable[];
  rows: ReadonlyMap<string, number>;
  relations: readonly OutputRelation[];
  gathered: readonly GatheredIdentifier[];
  identifiers: IdentifierSet;
  canaries: Canaries;
  redactions: readonly RedactionFigures[];
  planted: readonly Planted[];
  subjects: { chosen: number; suppressed: number; included: number };
  /** Undefined where no rows leave. */
  measureFidelity: () => Promise<FidelityReport | undefined>;
  onStep: (progress: { stage: string; table?: string }) => void;
};

export type Released =
  | { verdict: 'open'; manifest: ExtractManifest; digest: string }
  | { verdict: 'closed'; checks: GateCheck[] };

export async function releaseExtract(engine: Engine, input: ReleaseInput): Promise<Released> {
  const { parsed, sealDir, leaving, subjects, keys } = input;
  const { policy } = parsed;
  const sealedPolicy: SealedText = { path: policyFile, text: cutPlant(parsed.text) };
  const relations = leaving.map((table) => ({ name: table.name, relation: sealedRelation(table) }));
  const onTable = (table: string) => input.onStep({ stage: 'write', table });
  const written = await writeTables(engine, sealDir, relations, { csv: input.csv, onTable });
  input.onStep({ stage: 'gate' });
  const described = describe(input);
  let fidelity: FidelityReport | undefined;
  const { checks: answers, evidence } = await runGate(engine, {
    ...input,
    policy,
    sealed: await readBack(engine, input),
    texts: await textsBesideRows(engine, input, sealedPolicy, described),
    fidelity: async () => {
      fidelity = await input.measureFidelity();
      return fidelityCheck(fidelity, policy.fidelity);
    },
    samplingKey: keys.sampling,
  });
  const { checks, applied } = applyWaivers(answers, { ...input, policySha256: parsed.sha256 });
  if (!isOpen(checks)) return { verdict: 'closed', checks };

  const manifest = {
    ...described,
    policy: {
      name: policy.name,
      useCase: policy.useCase,
      view: input.view ?? null,
      sha256: parsed.sha256,
      sealedSha256: createHash('sha256').update(sealedPolicy.text).digest('hex'),
      signedBy: input.signedBy,
    },
    subject: {
      table: policy.subject.table,
      rows: subjects.included,
      suppressed: subjects.suppressed,
      broughtAlong: await countBroughtAlong(engine, input.needed.keys()),
    },
    drawnFrom: await drawnFrom(engine, leaving),
    checks,
    waivers: applied,
  };
  const reports = reportsOf(input, manifest, { evidence, fidelity });
  // The reports say that the gate is open, so they are scanned last: only where nothing is found in them is that true.
  const leaked = checkTexts(policy, reports.map(asEngineText), input.identifiers);
  if (leaked.status === 'failed')
    return {
      verdict: 'closed',
      checks: checks.map((each) => (each.name === 'metadata' ? { ...each, ...leaked } : each)),
    };
  const sealed = await writeSeal(sealDir, { written, texts: [sealedPolicy, ...reports], manifest, keys });
  input.onStep({ stage: 'seal' });
  return { verdict: 'open', ...sealed };
}

/** The gate reads the files as they will leave. */
async function readBack(
  engine: Engine,
  { tables, leaving, planted, rows, sealDir }: ReleaseInput,
): Promise<GateInput['sealed']> {
  const cells = planted.flatMap(({ table, columns, changes }) =>
    changes === undefined || columns.length === 0 ? [] : [{ table, columns, changes }],
  );
  for (const table of leaving) {
    const file = join(sealDir, parquetFile(table.name));
    await engine.viewParquet(sealedTable(table.name), file);
    if (!tables.includes(table)) continue;
    await readOutputBack(engine, table, file);
    await assertKeysApart(engine, table);
  }
  return leaving.map((table) => ({
    table,
    relation: sealedTable(table.name),
    planted: cells,
    rows: rows.get(table.name) ?? 0,
  }));
}

async function textsBesideRows(
  engine: Engine,
  { leaving, sealDir }: ReleaseInput,
  policy: SealedText,
  described: ReturnType<typeof describe>,
): Promise<LeavingText[]> {
  const texts: LeavingText[] = [
    { ...policy, by: 'people' },
    asEngineText({ path: 'manifest.json', text: JSON.stringify(described, null, 1) }),
  ];
  for (const { name } of leaving) {
    const told = await engine.parquetTexts(join(sealDir, parquetFile(name)));
    texts.push(asEngineText({ path: parquetFile(name), text: told.join('\n\n') }));
  }
  return texts;
}

const asEngineText = ({ path, text }: SealedText): LeavingText => ({ path, text, by: 'engine' });

function reportsOf(
  input: ReleaseInput,
  manifest: Parameters<typeof datasheetOf>[2] & Pick<ExtractManifest, 'drawnFrom'>,
  { evidence, fidelity }: { evidence: GateEvidence; fidelity: FidelityReport | undefined },
): SealedText[] {
  const { policy, sha256 } = input.parsed;
  const privacy = privacyReportOf({ ...input, ...manifest, policy, policySha256: sha256, evidence });
  return [
    { path: datasheetFile, text: datasheetOf(policy, input.planted.length > 0, manifest) },
    ...privacyFiles(privacy),
    ...fidelityFiles(fidelity),
  ];
}

function describe({ leaving, relations, rows }: ReleaseInput) {
  return {
    format: 'practicum-extract/1' as const,
    tables: leaving.map(({ name, outputKey, columns }) => ({
      name,
      file: parquetFile(name),
      rows: rows.get(name) ?? 0,
      key: [...outputKey],
      columns: columns.map(({ output, value, label }) => ({ name: output, type: value.type, transform: label })),
    })),
    relations: relations.map(({ child, columns, parent, parentColumns }) => ({
      child,
      columns: columns.map(({ output }) => output),
      parent,
      parentColumns: parentColumns.map(({ output }) => output),
    })),
  };
}
