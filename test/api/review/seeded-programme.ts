// A programme with a cohort whose sandboxes are up, made by the rooms' own functions: what tests of submissions, reviews and outcomes start from.
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { composeRooms, type RoomDeps } from '../../../api/app.ts';
import { systemClock } from '../../../api/clock.ts';
import { applyCohort } from '../../../api/cohorts/apply-cohort.ts';
import { listSeats, type Seat } from '../../../api/cohorts/seat.ts';
import { addPeople } from '../../../api/people/add-people.ts';
import { findPersonByEmail } from '../../../api/people/find-person.ts';
import type { Role } from '../../../api/people/permissions.ts';
import type { Actor } from '../../../api/people/route-access.ts';
import { agreeOnProgramme } from '../../../api/programmes/programmes.ts';
import { registerExtract } from '../../../api/programmes/register-extract.ts';
import { claimRound } from '../../../api/review/claim-round.ts';
import type { Publication } from '../../../api/review/publication.ts';
import { publishDecision } from '../../../api/review/publish-decision.ts';
import type { RoundId } from '../../../api/review/round.ts';
import { reconcileSandboxes } from '../../../api/sandboxes/reconcile.ts';
import { agreeOnWorkspaceRoot } from '../../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import { DirectoryBlobs } from '../../../api/store/directory-blobs.ts';
import { type CohortId, newId, type ProgrammeId } from '../../../api/store/ids.ts';
import type { Store } from '../../../api/store/store.ts';
import { pinRubric } from '../../../api/submissions/pinned-rubric.ts';
import type { Receipt } from '../../../api/submissions/receipt.ts';
import { submit } from '../../../api/submissions/submit.ts';
import type { IdentifierSet } from '../../../datasets/identifiers/identifier-set.ts';
import { fixtureFiles } from '../../tracks/fixture-files.ts';
import { sealSmallExtract } from '../sandboxes/small-extract.ts';

/** An identifier that the extract's source holds. */
export const leakedEmail = 'petra.horakova@source.example';

type Row = { roles: Role[]; manager?: string };

// mia leads ben, rex reports to dov, cyd both learns and reviews.
const people: Record<string, Row> = {
  olga: { roles: ['owner'] },
  ada: { roles: ['learner'] },
  ben: { roles: ['learner'], manager: 'mia' },
  cyd: { roles: ['learner', 'reviewer'] },
  dov: { roles: ['learner'] },
  eva: { roles: ['learner'] },
  kim: { roles: ['learner'] },
  mia: { roles: ['reviewer'] },
  rex: { roles: ['reviewer'], manager: 'dov' },
  ...Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`rev${n}`, { roles: ['reviewer'] } satisfies Row])),
};
const builders = ['ada', 'ben', 'cyd', 'dov', 'eva'];

export interface SeededProgramme extends AsyncDisposable {
  readonly deps: RoomDeps;
  readonly programmeId: ProgrammeId;
  readonly cohortId: CohortId;
  actor(name: string): Actor;
  seat(name: string): Seat;
  /** Writes one file into the sandbox of this learner. */
  write(name: string, path: string, content: string | Uint8Array): Promise<void>;
  /** A builder's problem brief that passes every check, with `extra` as its last line. */
  writeBrief(name: string, extra?: string): Promise<void>;
  handIn(name: string, options?: { key?: string; coAuthors?: string[]; task?: string }): Promise<Receipt>;
  /** Claims this round and publishes. */
  decide(reviewer: string, roundId: string, publication: Publication): Promise<void>;
}

export async function openSeededProgramme(store: Store): Promise<SeededProgramme> {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-seeded-'));
  const programmeId = await agreeOnProgramme(store, { key: 'programme', name: 'Programme' });
  const runtime = new WorkspaceRuntime(await agreeOnWorkspaceRoot(store, join(folder, 'sandboxes')));
  const deps = composeRooms({
    store,
    blobs: new DirectoryBlobs(join(folder, 'blobs')),
    clock: systemClock,
    runtimes: new Map([[runtime.name, runtime]]),
    extractsFolder: join(folder, 'extracts'),
    logLevel: 'silent',
    loops: () => [],
  });
  const digest = await registerSmallExtract(deps, programmeId, folder);
  const actors = await addActors(deps, programmeId);
  const actor = (name: string) => found(actors.get(name), name);
  const { cohortId } = await applyCohort(deps, actor('olga'), { manifest: manifestOf(digest) });
  await reconcileSandboxes(deps, { holder: 'test' });
  const seats = await listSeats(store.db, { programmeId, cohortId });
  const seat = (name: string) =>
    found(
      seats.find((each) => each.learnerId === actor(name).personId),
      `seat of ${name}`,
    );
  const write = (name: string, path: string, content: string | Uint8Array) =>
    runtime.write(seat(name).sandboxId, path, Buffer.from(content));
  return {
    deps,
    programmeId,
    cohortId,
    actor,
    seat,
    write,
    writeBrief: (name, extra = '') => write(name, 'problem_brief.md', `${passingBrief()}\n${extra}\n`),
    handIn: (name, { key, coAuthors = [], task = 'B1' } = {}) =>
      submit(deps, {
        actor: actor(name),
        seatId: seat(name).seatId,
        request: { task, coAuthors: coAuthors.map((each) => `${each}@bank.example`) },
        idempotencyKey: key,
      }),
    async decide(reviewer, roundId, publication) {
      const { leaseToken } = await claimRound(deps, actor(reviewer), { roundId: roundId as RoundId });
      await publishDecision(deps, { actor: actor(reviewer), roundId: roundId as RoundId, leaseToken, publication });
    },
    async [Symbol.asyncDispose]() {
      await sql`delete from clock_shift`.execute(store.db);
      await runtime[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Opens rounds of B1 through the review room's own witness, for submissions of nobody in particular, as if sealed at `at` (now
 * when left out). `timeZone` is the session's.
 */
export async function openRounds(
  { deps, programmeId, cohortId }: SeededProgramme,
  rounds: number,
  { at, timeZone = 'UTC' }: { at?: Date; timeZone?: string } = {},
): Promise<RoundId[]> {
  const useCase = await deps.getUseCase('pd-12');
  const rubric = found(useCase.tracks.find((each) => each.track === 'builders')?.rubrics[0], 'a rubric');
  const opened: RoundId[] = [];
  for (let n = 0; n < rounds; n++) {
    const roundId = newId('round');
    await deps.store.transact(async (tx) => {
      await sql`select set_config('TimeZone', ${timeZone}, true)`.execute(tx);
      const { rows } = await sql<{ now: Date }>`select clock_now() as now`.execute(tx);
      const submissionId = newId('submission');
      await deps.outbox.append(tx, {
        programmeId,
        type: 'submission.sealed',
        subject: submissionId,
        data: {
          submissionId,
          roundId,
          round: 1,
          seatId: newId('seat'),
          cohortId,
          track: 'builders',
          task: 'B1',
          submittedAt: (at ?? found(rows[0]?.now, 'the time')).toISOString(),
          rubric: await pinRubric(tx, rubric),
        },
      });
    });
    opened.push(roundId);
  }
  return opened;
}

/** Moves the store's clock; undefined sets it right again. */
export async function shiftClock(store: Store, shift: string | undefined): Promise<void> {
  await sql`delete from clock_shift`.execute(store.db);
  if (shift !== undefined) await sql`insert into clock_shift (shift) values (${shift}::interval)`.execute(store.db);
}

const criteria = [
  'conceptual-soundness',
  'data-integrity',
  'out-of-time-baseline',
  'slices-fairness',
  'reproducibility',
  'monitoring-documentation',
];

/** A publication by the rubric of B1: every criterion at L2, or revise with the first one at L1. */
export function publicationOf(verdict: 'accept' | 'revise', comment = 'The table carries the argument.'): Publication {
  return {
    verdict,
    comment,
    levels: criteria.map((criterion, position) =>
      verdict === 'revise' && position === 0
        ? { criterion, level: 'L1', evidence: 'problem_brief.md line 4', comment: 'Say whose decision changes.' }
        : { criterion, level: 'L2', evidence: 'problem_brief.md line 14' },
    ),
  };
}

function passingBrief(): string {
  const bytes = found(fixtureFiles('pd-12', 'builders', 'passing').get('problem_brief.md'), 'problem_brief.md');
  return Buffer.from(bytes).toString('utf8');
}

async function registerSmallExtract(deps: RoomDeps, programmeId: ProgrammeId, folder: string): Promise<string> {
  const extract = await sealSmallExtract(join(folder, 'small'));
  const files: { path: string; sha256: string }[] = [];
  for (const [path, bytes] of extract.files) files.push({ path, sha256: await deps.blobs.put(bytes) });
  const key = Buffer.alloc(32, 7);
  const hash = createHmac('sha256', key).update(leakedEmail).digest().subarray(0, 16).toString('base64');
  const identifiers: IdentifierSet = {
    format: 'practicum-identifier-set/1',
    key: key.toString('base64'),
    identifiers: [
      {
        name: 'customer e-mail',
        class: 'email',
        context: [],
        minimumEntropyBits: 20,
        longestValue: 60,
        values: [hash],
        tuple: null,
      },
    ],
  };
  const by = { programmeId, actor: 'system:test' as const };
  await registerExtract(deps, by, { manifest: extract.manifest, identifiers: JSON.stringify(identifiers), files });
  return extract.digest;
}

async function addActors(deps: RoomDeps, programmeId: ProgrammeId): Promise<Map<string, Actor>> {
  const rows = Object.entries(people).map(([name, { roles, manager }]) => ({
    place: {},
    row: {
      email: `${name}@bank.example`,
      name,
      team: 'T',
      department: 'D',
      jobRole: 'J',
      timeZone: 'Europe/Prague',
      roles,
      ...(manager === undefined ? {} : { managerEmail: `${manager}@bank.example` }),
    },
  }));
  await addPeople(deps, { programmeId, actor: 'system:test' }, rows);
  const actors = new Map<string, Actor>();
  for (const [name, { roles }] of Object.entries(people)) {
    const person = found(await findPersonByEmail(deps.store.db, programmeId, `${name}@bank.example`), name);
    actors.set(name, { personId: person.personId, programmeId, roles });
  }
  return actors;
}

function manifestOf(digest: string): string {
  const roster = builders.map((name) => `  - { email: ${name}@bank.example, track: builders }`);
  const reviewers = Object.keys(people)
    .filter((name) => people[name]?.roles.includes('reviewer'))
    .map((name) => `  - { email: ${name}@bank.example, tracks: [builders, translators] }`);
  return [
    'cohort: first',
    'name: First',
    'useCase: pd-12',
    'starts: 2026-11-23',
    'ends: 2027-02-21',
    'timeZone: Europe/Prague',
    'runtime: workspace',
    `extract: ${digest}`,
    'roster:',
    ...roster,
    '  - { email: kim@bank.example, track: translators }',
    'reviewers:',
    ...reviewers,
  ].join('\n');
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`expected ${what} in the seeded programme`);
  return value;
}
