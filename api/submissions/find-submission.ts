// Finds submissions for whoever may see them; a reviewer sees the work and not whose it is until it has been decided.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TrackName } from '../../tracks/track.ts';
import { findReach } from '../people/permissions.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import type { CohortId, PersonId, ProgrammeId, SeatId } from '../store/ids.ts';
import { type PageQuery, pageToken, parsePageToken } from '../store/page-token.ts';
import type { NoTables } from '../store/store.ts';
import type { Advice } from './check-deliverable.ts';
import type { ManifestFile } from './deliverable-manifest.ts';
import type { Receipt } from './receipt.ts';

/** `returned`: decided, and the learner's turn again (or a later round has been opened since). */
export const submissionStandings = ['in-review', 'returned', 'accepted'] as const;

type Whose = {
  seatId: SeatId;
  sandboxId: string;
  authors: { personId: PersonId; name: string; email: string }[];
  receipt: Receipt;
};

export type Submission = {
  submissionId: string;
  roundId: string;
  round: number;
  cohortId: CohortId;
  useCase: string;
  track: TrackName;
  task: string;
  submittedAt: Date;
  dueAt: Date;
  standing: (typeof submissionStandings)[number];
  manifestSha256: string;
  extractDigest: string;
  sandboxGeneration: number;
  rubricDigest: string;
  reflection: { savedTime: string; qualityOk: string; whereBroke: string; doDifferently: string } | null;
  advice: Advice;
  files: ManifestFile[];
  /** Absent where the caller has to stay blind. */
  whose?: Whose;
};

type Row = Omit<Submission, 'whose'> & Whose;

type Asked = { actor: Actor; seatId?: SeatId | undefined; cohortId?: CohortId | undefined; submissionId?: string };

/** Newest first. A learner gets their own; so does a reviewer who asks by seat, since any other answer would tell whose work it is. */
export async function listSubmissions(
  db: Kysely<NoTables>,
  asked: Asked,
  page: PageQuery,
): Promise<{ items: Submission[]; nextPageToken?: string }> {
  const [at, id] = parsePageToken(page.pageToken, z.tuple([z.iso.datetime(), z.string()])) ?? ['infinity', ''];
  const after = sql`and (s.submitted_at, s.id) < (${at}::timestamptz, ${id})`;
  const rows = await select(
    db,
    asked,
    sql`${after} order by s.submitted_at desc, s.id desc limit ${page.pageSize + 1}`,
  );
  const items = rows.slice(0, page.pageSize);
  const last = items.at(-1);
  const shown = items.map((row) => present(row, asked.actor));
  if (rows.length <= items.length || !last) return { items: shown };
  return { items: shown, nextPageToken: pageToken([last.submittedAt.toISOString(), last.submissionId]) };
}

/** Throws `not-found`. */
export async function getSubmission(db: Kysely<NoTables>, actor: Actor, submissionId: string): Promise<Submission> {
  const [row] = await select(db, { actor, submissionId }, sql``);
  if (!row) throw new Problem('not-found', `There is no submission ${submissionId} here.`);
  return present(row, actor);
}

/** Whose work it is. Throws `not-found`. */
export async function listAuthors(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  submissionId: string,
): Promise<PersonId[]> {
  const { rows } = await sql<{ person_id: PersonId }>`
    select person_id from submissions_author_view
    where programme_id = ${programmeId} and submission_id = ${submissionId}`.execute(db);
  if (rows.length === 0) throw new Problem('not-found', `There is no submission ${submissionId} here.`);
  return rows.map((row) => row.person_id);
}

/** One file of a submission, described. Throws `not-found`. */
export async function getSubmissionFile(
  db: Kysely<NoTables>,
  asked: { programmeId: ProgrammeId; submissionId: string; path: string },
): Promise<ManifestFile> {
  const { rows } = await sql<ManifestFile>`
    select f.path, f.size, f.sha256, f.media_type as "mediaType"
    from submission_file f join submission s on s.id = f.submission_id
    where s.programme_id = ${asked.programmeId} and s.id = ${asked.submissionId} and f.path = ${asked.path}`.execute(
    db,
  );
  if (rows[0]) return rows[0];
  throw new Problem('not-found', `The submission ${asked.submissionId} has no file ${asked.path}.`);
}

async function select(db: Kysely<NoTables>, asked: Asked, rest: RawBuilder<unknown>): Promise<Row[]> {
  const { actor, seatId = null, cohortId = null, submissionId = null } = asked;
  const all = findReach(actor.roles, 'submission.read') === 'any' && !(seatId !== null && mustStayBlind(actor));
  const onlyOf = all ? null : actor.personId;
  const { rows } = await sql<Row>`
    select s.id as "submissionId", s.round_id as "roundId", s.round, s.cohort_id as "cohortId", s.use_case as "useCase",
           s.track, s.task, s.submitted_at as "submittedAt", s.due_at as "dueAt",
           case when t.round = s.round and t.holder = 'review' then 'in-review'
                when t.round = s.round and t.holder = 'nobody' then 'accepted' else 'returned' end as standing,
           s.manifest_sha256 as "manifestSha256", s.extract_digest as "extractDigest",
           s.sandbox_generation as "sandboxGeneration", s.rubric_digest as "rubricDigest", s.reflection, s.advice,
           s.seat_id as "seatId", s.sandbox_id as "sandboxId", s.receipt,
           (select jsonb_agg(jsonb_build_object('path', f.path, 'size', f.size, 'sha256', f.sha256, 'mediaType', f.media_type)
                             order by f.path collate "C") from submission_file f where f.submission_id = s.id) as files,
           (select jsonb_agg(jsonb_build_object('personId', p.person_id, 'name', p.name, 'email', p.email)
                             order by p.person_id <> s.submitted_by, p.email)
            from submission_author a join people_person_view p on p.person_id = a.person_id
            where a.submission_id = s.id) as authors
    from submission s join submission_turn t on t.seat_id = s.seat_id and t.task = s.task
    where s.programme_id = ${actor.programmeId}
      and (${submissionId}::text is null or s.id = ${submissionId})
      and (${seatId}::text is null or s.seat_id = ${seatId})
      and (${cohortId}::text is null or s.cohort_id = ${cohortId})
      and (${onlyOf}::text is null
           or exists (select 1 from submission_author a where a.submission_id = s.id and a.person_id = ${onlyOf}))
    ${rest}`.execute(db);
  return rows;
}

function mustStayBlind(actor: Actor): boolean {
  return actor.roles.includes('reviewer');
}

function present({ seatId, sandboxId, authors, receipt, ...work }: Row, actor: Actor): Submission {
  const theirOwn = authors.some((author) => author.personId === actor.personId);
  if (mustStayBlind(actor) && !theirOwn && work.standing === 'in-review') return work;
  return { ...work, whose: { seatId, sandboxId, authors, receipt } };
}
