// Looks for identifiers and canaries in everything that leaves.
import type { Engine } from '../engines/engine.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { canaryTable } from '../working-tables.ts';
import { type ControlResult, scanControlTables } from './canaries/control-tables.ts';
import type { Canaries } from './canaries/plant-canaries.ts';
import { type GateAnswer, notApplicable, notComputed, verdict } from './gate-answer.ts';
import { type LeakScan, scanTables } from './leak-scan.ts';
import { tellLeak } from './leaks/leak-finding.ts';
import type { ScannedTable } from './leaks/scanned-table.ts';
import { type LeavingText, scanTexts } from './scan-texts.ts';

const noIdentifiers = notApplicable('the policy declares no identifiers');

/** Reads the sealed files, not the tables they were made of: what is scanned is what leaves. */
export async function checkIdentifiers(
  engine: Engine,
  policy: ExtractPolicy,
  sealed: readonly ScannedTable[],
  { gathered, identifiers }: { gathered: readonly GatheredIdentifier[]; identifiers: IdentifierSet },
): Promise<{ answer: GateAnswer; scan: LeakScan | null }> {
  if (policy.identifiers === 'none') return { answer: noIdentifiers, scan: null };
  const scan = await scanTables(engine, sealed, gathered, identifiers);
  const found = scan.findings.map(tellLeak);
  const none = `none of ${gathered.length} identifiers found in ${sealed.length} tables`;
  return { answer: verdict(found.length === 0, found.length === 0 ? none : found.join('; ')), scan };
}

/**
 * Two proofs. People who do not exist went through the same transforms, with values of high entropy even where the real ones have
 * low: what comes out of theirs says that the column leaves, whatever chance might excuse in real values. And the scan itself is
 * shown to find them where they are planted, in every column that can hold one: a scan that is blind closes the gate.
 */
export async function checkCanaries(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
  canaries: Canaries,
): Promise<{ answer: GateAnswer; control: ControlResult | null }> {
  if (policy.identifiers === 'none') return { answer: noIdentifiers, control: null };
  const control = await scanControlTables(engine, tables, canaries);
  if (control.missed.length > 0)
    return { answer: notComputed(`the scan is blind: it missed ${control.missed.join('; ')}`), control };
  const finished = tables
    .filter(({ name }) => canaries.rowsIn(name) > 0)
    .map((table) => ({ table, relation: canaryTable(table.name), planted: [] }));
  const { findings } = await scanTables(engine, finished, canaries.gathered, canaries.set);
  const unfit = canaries.unfit.length === 0 ? '' : `; no unmistakable value fits ${canaries.unfit.join(', ')}`;
  const none = `nothing of the canaries came out of ${finished.length} tables; the scan found all ${control.planted} planted in control tables${unfit}`;
  return {
    answer: verdict(findings.length === 0, findings.length === 0 ? none : findings.map(tellLeak).join('; ')),
    control,
  };
}

export function checkTexts(
  policy: ExtractPolicy,
  texts: readonly LeavingText[],
  identifiers: IdentifierSet,
): GateAnswer {
  if (policy.identifiers === 'none') return noIdentifiers;
  const found = scanTexts(texts, identifiers);
  const none =
    'no identifier in the policy, the reports, names of files and columns, or what files say beside their rows';
  return verdict(found.length === 0, found.length === 0 ? none : found.join('; '));
}
