// Sets up the demonstration on an empty installation: a generated bank, its extract, a cohort of twelve.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { generateBank } from '../../../datasets/bank/generate-bank.ts';
import { createKeyFile, runExtract, signPolicy } from '../../../datasets/extract.ts';
import type { Application } from '../../application.ts';
import type { Clock } from '../../clock.ts';
import { agreeOnSetting } from '../../store/settings.ts';
import { CliError } from '../cli-error.ts';
import { openInjectionClient } from '../clients/injection-client.ts';
import { PersonApi } from '../person-api.ts';
import { publishExtract } from '../publish-extract.ts';

const useCase = 'pd-12';
const cohortKey = 'demonstration';
const customers = 3_000;
/** Any other seed makes another bank. */
const seed = 12;
const pollMs = 200;

/** Whom the start prints sign-in links for. */
export const demonstrationPeople = {
  learner: 'bara.novotna@bank.example',
  reviewer: 'renata.mala@bank.example',
} as const;

type SetUp = { api: PersonApi; clock: Clock; folder: string; log: (line: string) => void; signal: AbortSignal };

/**
 * Every step finds out what is there already, so a set-up that was killed goes on where it stopped. Resolves with whether this
 * installation has the demonstration: one that began without it, or on which people have begun to work, never gets it.
 */
export async function setUpDemonstration(
  { app, deps, state }: Application,
  { log, signal }: Pick<SetUp, 'log' | 'signal'>,
): Promise<boolean> {
  const token = (await readFile(state.ownerTokenFile, 'utf8')).trim();
  // The application outlives the set-up: only the client's own end is disposed of by its owner.
  const client = openInjectionClient({ app, [Symbol.asyncDispose]: async () => {} }, state.path);
  // Requests of our own are let to end: a stop is noticed between them.
  const unstopped = new AbortController().signal;
  const api = new PersonApi({ client, clock: deps.clock, signal: unstopped, token });
  const empty = await isEmpty(api);
  const { wanted } = await agreeOnSetting(deps.store, 'demonstration', () => ({ wanted: empty }));
  if (!wanted) return false;
  const setUp = { api, clock: deps.clock, folder: join(state.path, 'demonstration'), log, signal };
  const known = await findCohort(api);
  if (known && known.status !== 'open') return true;
  await followUntilReady(setUp, known?.cohortId ?? (await launch(setUp)));
  return true;
}

const Cohort = z.object({ cohortId: z.string(), key: z.string(), status: z.string() });

async function isEmpty(api: PersonApi): Promise<boolean> {
  const [cohorts, extracts, people] = await Promise.all(
    ['/api/cohorts', '/api/extracts', '/api/people'].map((path) => api.list(path, z.unknown())),
  );
  return cohorts?.length === 0 && extracts?.length === 0 && people?.length === 1;
}

async function findCohort(api: PersonApi): Promise<z.infer<typeof Cohort> | undefined> {
  return (await api.list('/api/cohorts', Cohort)).find((cohort) => cohort.key === cohortKey);
}

async function launch(setUp: SetUp): Promise<string> {
  const { api, log } = setUp;
  log('setting up the demonstration (npm start -- --no-demo does without)');
  await api.post('/api/people', { csv: await readHere('people.csv') }, z.unknown());
  await publish(setUp);
  const { manifest } = await api.post(
    '/api/cohorts/manifest',
    { rosterCsv: await readHere('roster.csv'), useCase, key: cohortKey, name: 'Demonstration: PD-12' },
    z.object({ manifest: z.string() }),
  );
  const applied = await api.post('/api/cohorts/apply', { manifest }, z.object({ cohortId: z.string() }));
  log('  cohort    applied, twelve learners on six tracks');
  return applied.cohortId;
}

async function publish({ api, folder, log, signal }: SetUp): Promise<void> {
  signal.throwIfAborted();
  const Extract = z.object({ useCase: z.string().nullable().optional() });
  if ((await api.list('/api/extracts', Extract)).some((extract) => extract.useCase === useCase)) return;
  const at = (name: string) => join(folder, name);
  const [bank, key, extract, policy] = [at('bank'), at('extract.key'), at('extract'), at('pd-12-bank.yaml')];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Bank and extract appear whole or not at all, so what is there needs no second look.
  if (!existsSync(bank)) await generateBank({ dir: bank, customers, seed, signal });
  log(`  bank      ${customers} customers generated`);
  if (!existsSync(key)) await createKeyFile(key);
  if (!existsSync(extract)) {
    await signedPolicy(policy, at('steward.key'));
    await makeExtract({ bank, key, extract, policyPath: policy, signal });
  }
  const published = await publishExtract(api, { folder: extract }, () => {});
  log(`  extract   ${published.digest.slice(0, 19)}… sealed, its gate open`);
}

/** A copy of the use case's policy with the signature of a steward whose key is made here: an unsigned one would be refused. */
async function signedPolicy(policyPath: string, stewardKey: string): Promise<void> {
  await copyFile(join(import.meta.dirname, '..', '..', '..', 'tracks', 'policies', 'pd-12-bank.yaml'), policyPath);
  if (!existsSync(stewardKey)) await createKeyFile(stewardKey);
  await signPolicy({ policyPath, keyPath: stewardKey, signer: 'Data steward of the demonstration' });
}

async function makeExtract(paths: {
  bank: string;
  key: string;
  extract: string;
  policyPath: string;
  signal: AbortSignal;
}): Promise<void> {
  const { bank, key, extract, policyPath, signal } = paths;
  const outcome = await runExtract({ policyPath, source: bank, keyPath: key, outDir: extract, signal });
  if (outcome.verdict === 'open') return;
  const findings = outcome.checks.map((check) => ({ code: check.name, message: JSON.stringify(check) }));
  throw new CliError('blocked', 'The gate stayed closed for the extract of the generated bank.', { findings });
}

const Board = z.object({
  seats: z.array(z.object({ sandbox: z.object({ status: z.string(), failure: z.string().nullable() }) })),
});

async function followUntilReady({ api, clock, log, signal }: SetUp, cohortId: string): Promise<void> {
  let shown = -1;
  for (;;) {
    const { seats } = await api.get(`/api/cohorts/${cohortId}`, Board);
    const ready = seats.filter(({ sandbox }) => sandbox.status === 'ready').length;
    if (ready !== shown) log(`  sandboxes ${ready} of ${seats.length} ready`);
    shown = ready;
    const failed = seats.find(({ sandbox }) => sandbox.status === 'failed');
    if (failed) log(`  a sandbox failed and is tried again: ${failed.sandbox.failure}`);
    if (ready === seats.length || failed) return;
    await clock.sleep(pollMs, signal);
    signal.throwIfAborted();
  }
}

function readHere(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, name), 'utf8');
}
