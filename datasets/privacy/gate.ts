// The gate: every check that stands between finished tables and a sealed extract. Closed unless each one says pass.
import type { Engine } from '../engines/engine.ts';
import { count } from '../engines/expression.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { countLostParents } from '../subset/close-rows.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import type { RedactionFigures } from '../transforms/redact-recall.ts';
import type { Canaries } from './canaries/plant-canaries.ts';
import { answer, type GateAnswer, notApplicable, verdict } from './gate-answer.ts';
import { type AttackKind, Attacks, checkAttacks } from './gate-attacks.ts';
import { boundsOf } from './gate-bounds.ts';
import { type GateCheck, type GateCheckName, gateCheckNames } from './gate-check.ts';
import { readSubjectClasses } from './gate-classes.ts';
import { emptyEvidence, type GateEvidence } from './gate-evidence.ts';
import { checkCanaries, checkIdentifiers, checkTexts } from './gate-leaks.ts';
import { checkFigures, checkK, checkRisk, closenessFigures, diversityFigures } from './gate-models.ts';
import { checkRedaction } from './gate-redaction.ts';
import type { ScannedTable } from './leaks/scanned-table.ts';
import { countOrphans, type OutputRelation } from './output-relations.ts';
import type { LeavingText } from './scan-texts.ts';

export type GateInput = {
  policy: ExtractPolicy;
  needed: SourceColumns;
  /** All finished tables, whether their rows leave or only groups of them. */
  tables: readonly CompiledTable[];
  /** The sealed files of what leaves, with how many rows each must hold. */
  sealed: readonly (ScannedTable & { rows: number })[];
  relations: readonly OutputRelation[];
  gathered: readonly GatheredIdentifier[];
  identifiers: IdentifierSet;
  canaries: Canaries;
  /** What was measured of every redacted column. */
  redactions: readonly RedactionFigures[];
  /** Everything that leaves beside the rows and is known before the reports are written. */
  texts: readonly LeavingText[];
  subjects: { chosen: number; suppressed: number };
  /** What measures the extract's likeness to its source says. */
  fidelity: () => Promise<GateAnswer>;
  /** Draws whom to attack. */
  samplingKey: Buffer;
};

export type GateVerdict = { checks: GateCheck[]; evidence: GateEvidence };

/** Every check of the closed list is answered, in its order. */
export async function runGate(engine: Engine, input: GateInput): Promise<GateVerdict> {
  const { policy, tables, sealed } = input;
  const evidence = emptyEvidence(boundsOf(policy));
  const classes = once(() => readSubjectClasses(engine, policy, tables));
  const attacks = once(() => Attacks.open(engine, policy, input.needed, leavingTables(input), input.samplingKey));
  const attack = async (kind: AttackKind): Promise<GateAnswer> => {
    const reports = (await attacks()).run(kind);
    if (Array.isArray(reports)) evidence.attacks.push(...reports);
    return checkAttacks(kind, reports, policy);
  };
  const asked = policy.privacy.quasiIdentifiers !== 'none';
  const risk = async (name: 'prosecutor' | 'journalist' | 'marketer'): Promise<GateAnswer> => {
    if (!asked) return noQuasi;
    const read = await classes();
    evidence.risks ??= read.risks?.(boundsOf(policy)[name]) ?? null;
    return checkRisk(name, read, policy);
  };
  const checks: Record<GateCheckName, () => Promise<GateAnswer>> = {
    integrity: () => checkIntegrity(engine, input),
    identifiers: async () => {
      const { answer: told, scan } = await checkIdentifiers(engine, policy, sealed, input);
      evidence.scan = scan;
      return told;
    },
    canaries: async () => {
      const { answer: told, control } = await checkCanaries(engine, policy, tables, input.canaries);
      evidence.control = control;
      return told;
    },
    redaction: async () => {
      evidence.redactions = input.redactions;
      return checkRedaction(input.redactions);
    },
    metadata: async () => checkTexts(policy, input.texts, input.identifiers),
    suppression: async () => checkSuppression(input),
    'k-anonymity': async () => {
      if (!asked) return noQuasi;
      const read = await classes();
      evidence.classSizes = [...read.classes.sizes].sort((a, b) => a - b);
      return checkK(read, policy);
    },
    'l-diversity': async () => {
      if (policy.privacy.sensitive === 'none') return checkFigures(policy, [], 'l');
      evidence.diversity = diversityFigures(await classes());
      return checkFigures(policy, evidence.diversity, 'l');
    },
    't-closeness': async () => {
      if (policy.privacy.sensitive === 'none') return checkFigures(policy, [], 't');
      evidence.closeness = closenessFigures(await classes());
      return checkFigures(policy, evidence.closeness, 't');
    },
    'prosecutor-risk': () => risk('prosecutor'),
    'journalist-risk': () => risk('journalist'),
    'marketer-risk': () => risk('marketer'),
    'singling-out': () => attack('singlingOut'),
    linkability: () => attack('linkability'),
    inference: () => attack('inference'),
    fidelity: input.fidelity,
  };
  const answers: GateCheck[] = [];
  for (const name of gateCheckNames) answers.push(await answer(name, checks[name]));
  return { checks: answers, evidence };
}

export const isOpen = (checks: readonly GateCheck[]): boolean =>
  checks.every(({ status }) => status === 'passed' || status === 'not-applicable' || status === 'waived');

const noQuasi = notApplicable('the policy declares no quasi-identifiers');

/** Attacks see what leaves: under a view of groups alone, no row of anybody. */
const leavingTables = ({ tables, sealed }: GateInput): CompiledTable[] =>
  tables.filter(({ name }) => sealed.some(({ table }) => table.name === name));

/** Worked out at the first call; a failure is told to everybody who asks. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

async function checkIntegrity(engine: Engine, { relations, sealed }: GateInput): Promise<GateAnswer> {
  const lost = await countLostParents(engine);
  let orphans = 0;
  for (const relation of relations) orphans += await countOrphans(engine, relation);
  const uneven: string[] = [];
  for (const { table, relation, rows } of sealed) {
    const [[found] = []] = await engine.rows({ from: { relation, as: 't' }, select: { rows: count() } });
    if (Number(found) !== rows) uneven.push(`; ${table.name} was sealed with ${found} rows instead of ${rows}`);
  }
  return verdict(
    lost + orphans + uneven.length === 0,
    `${lost + orphans} orphans over ${relations.length} relations of the extract${uneven.join('')}`,
  );
}

function checkSuppression({ policy, subjects: { chosen, suppressed } }: GateInput): GateAnswer {
  if (policy.privacy.quasiIdentifiers === 'none') return noQuasi;
  const allowed = Math.floor(chosen * policy.privacy.suppression);
  return {
    ...verdict(suppressed <= allowed, `${suppressed} of ${chosen} subjects left out to reach k, ${allowed} allowed`),
    measured: suppressed,
    bound: allowed,
  };
}
