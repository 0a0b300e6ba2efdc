// The gate: every check that stands between finished tables and a sealed extract. Closed unless each one says pass.
import type { Engine } from '../engines/engine.ts';
import { column, count, minimum } from '../engines/expression.ts';
import { ExtractError } from '../extract-error.ts';
import { findIdentifiers } from '../identifiers/find-identifiers.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { countLostParents } from '../subset/close-rows.ts';
import type { CompiledTable } from '../transforms/compile-tables.ts';
import { outputTable } from '../working-tables.ts';
import { kOf } from './gate-bounds.ts';
import type { GateCheck } from './gate-check.ts';
import { scanTables } from './leak-scan.ts';
import { tellLeak } from './leaks/leak-finding.ts';
import { countOrphans, type OutputRelation } from './output-relations.ts';
import { classSizes } from './subject-classes.ts';

export type GateInput = {
  policy: ExtractPolicy;
  tables: readonly CompiledTable[];
  relations: readonly OutputRelation[];
  gathered: readonly GatheredIdentifier[];
  identifiers: IdentifierSet;
  /** Everything that leaves beside the rows: policy, names of files and columns. */
  metadata: string;
  subjects: { chosen: number; suppressed: number };
};

export async function runGate(engine: Engine, input: GateInput): Promise<GateCheck[]> {
  const checks = [
    computed('integrity', () => checkIntegrity(engine, input)),
    computed('suppression', async () => checkSuppression(input)),
    computed('k-anonymity', () => checkK(engine, input)),
    computed('identifiers', () => checkIdentifiers(engine, input)),
    computed('metadata', async () => checkMetadata(input)),
  ];
  const answers: GateCheck[] = [];
  for (const check of checks) answers.push(await check());
  return answers;
}

export const isOpen = (checks: readonly GateCheck[]): boolean =>
  checks.every(({ status }) => status === 'passed' || status === 'not-applicable' || status === 'waived');

type Answer = Omit<GateCheck, 'name'>;

/** What was asked for and could not be computed closes the gate like what failed. */
const computed = (name: GateCheck['name'], check: () => Promise<Answer>) => async (): Promise<GateCheck> => {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    if (error instanceof ExtractError && error.code === 'cancelled') throw error;
    return {
      name,
      status: 'not-computed',
      detail: `could not be computed: ${error instanceof Error ? error.message : 'unknown'}`,
    };
  }
};

const verdict = (passed: boolean, detail: string): Answer => ({ status: passed ? 'passed' : 'failed', detail });

async function checkIntegrity(engine: Engine, { relations }: GateInput): Promise<Answer> {
  const lost = await countLostParents(engine);
  let orphans = 0;
  for (const relation of relations) orphans += await countOrphans(engine, relation);
  return verdict(lost + orphans === 0, `${lost + orphans} orphans over ${relations.length} relations of the extract`);
}

function checkSuppression({ policy, subjects: { chosen, suppressed } }: GateInput): Answer {
  if (policy.privacy.quasiIdentifiers === 'none')
    return { status: 'not-applicable', detail: 'the policy declares no quasi-identifiers' };
  const allowed = Math.floor(chosen * policy.privacy.suppression);
  return verdict(suppressed <= allowed, `${suppressed} of ${chosen} subjects left out to reach k, ${allowed} allowed`);
}

async function checkK(engine: Engine, { policy }: GateInput): Promise<Answer> {
  const { quasiIdentifiers } = policy.privacy;
  if (quasiIdentifiers === 'none')
    return { status: 'not-applicable', detail: 'the policy declares no quasi-identifiers' };
  const k = kOf(policy);
  const [[smallest, classes] = []] = await engine.rows({
    from: { relation: classSizes, as: 'z' },
    select: { smallest: minimum(column('z', 'size', 'integer')), classes: count() },
  });
  if (smallest === null || smallest === undefined) return verdict(false, 'no subject is left in the extract');
  return verdict(
    Number(smallest) >= k,
    `smallest of ${classes} classes holds ${smallest} subjects, ${k} wanted, on ${quasiIdentifiers.join(', ')}`,
  );
}

async function checkIdentifiers(engine: Engine, { tables, gathered, identifiers, policy }: GateInput): Promise<Answer> {
  if (policy.identifiers === 'none') return { status: 'not-applicable', detail: 'the policy declares no identifiers' };
  const scanned = tables.map((table) => ({ table, relation: outputTable(table.name), planted: [] }));
  const leaks = (await scanTables(engine, scanned, gathered, identifiers)).findings.map(tellLeak);
  return verdict(
    leaks.length === 0,
    leaks.length === 0 ? `none of ${gathered.length} identifiers found in ${tables.length} tables` : leaks.join('; '),
  );
}

function checkMetadata({ metadata, identifiers, policy }: GateInput): Answer {
  if (policy.identifiers === 'none') return { status: 'not-applicable', detail: 'the policy declares no identifiers' };
  const findings = findIdentifiers(metadata, identifiers, { path: 'metadata.txt' });
  const told = findings.map(
    ({ identifier, line, reason }) => `${identifier} in line ${line} of the policy or its names: ${reason}`,
  );
  return verdict(
    findings.length === 0,
    findings.length === 0 ? 'no identifier in the policy, or in names of files and columns' : told.join('; '),
  );
}
