// Writes the manifest of a new cohort from a roster alone; everything else is a default that its owner can edit.
import { type Kysely, sql } from 'kysely';
import { stringify } from 'yaml';
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { Email } from '../people/email.ts';
import { findPerson } from '../people/find-person.ts';
import { parseCsv } from '../people/parse-csv.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem, type ProblemFinding } from '../problems.ts';
import type { ProgrammeId } from '../store/ids.ts';
import type { NoTables } from '../store/store.ts';
import type { CohortDeps } from './cohort-deps.ts';
import type { CohortManifest } from './cohort-manifest.ts';
import { listUseCases } from './use-case-content.ts';

const usualDays = 90;

export type RosterOptions = {
  /** CSV with a header that names email and track. */
  rosterCsv: string;
  useCase?: string | undefined;
  name?: string | undefined;
  key?: string | undefined;
  starts?: string | undefined;
  ends?: string | undefined;
  timeZone?: string | undefined;
};

/** The manifest as YAML text. Throws `invalid-document` for a roster that does not fit or when no extract is registered. */
export async function writeManifest(
  { store }: Pick<CohortDeps, 'store'>,
  actor: Pick<Actor, 'personId' | 'programmeId'>,
  options: RosterOptions,
): Promise<string> {
  const roster = parseRoster(options.rosterCsv);
  const useCase = options.useCase ?? (await findNewestUseCase(store.db, actor.programmeId)) ?? (await firstUseCase());
  const person = await findPerson(store.db, actor.programmeId, actor.personId);
  const timeZone = options.timeZone ?? person?.timeZone ?? 'UTC';
  const found = await readDefaults(store.db, actor.programmeId, { useCase, timeZone });
  if (found.extract === null) {
    throw new Problem(
      'invalid-document',
      `No extract for the use case ${useCase} is registered: publish one first (practicum extract publish DIR).`,
    );
  }
  const key = options.key ?? `${useCase}-${found.cohorts + 1}`;
  const tracks = trackNames.filter((track) => roster.some((seat) => seat.track === track));
  const manifest: Omit<CohortManifest, 'tasks'> = {
    cohort: key,
    name: options.name ?? key.toUpperCase(),
    useCase,
    starts: options.starts ?? found.starts,
    ends: options.ends ?? found.ends,
    timeZone,
    runtime: 'workspace',
    extract: found.extract,
    roster,
    reviewers: found.reviewers.map((email) => ({ email, tracks })),
  };
  return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false });
}

const Row = z.object({
  email: Email,
  track: z.enum(trackNames, { error: `expected a track: one of ${trackNames.join(', ')}` }),
});

function parseRoster(text: string): CohortManifest['roster'] {
  const [header, ...records] = parseCsv(text);
  const names = header?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  const findings: ProblemFinding[] = ['email', 'track']
    .filter((name) => !names.includes(name))
    .map((name) => ({ code: 'missingColumn', message: `the header has no column ${name}`, line: 1 }));
  const roster: CohortManifest['roster'] = [];
  for (const { line, fields } of findings.length === 0 ? records : []) {
    const values = Object.fromEntries(names.map((name, index) => [name, fields[index]?.trim()]));
    const row = Row.safeParse({ ...values, track: values['track']?.toLowerCase() });
    if (row.success) roster.push(row.data);
    else {
      for (const issue of row.error.issues) {
        const path = issue.path.map(String).join('.');
        findings.push({ code: 'invalidField', message: `${path}: ${issue.message}`, path, line });
      }
    }
  }
  if (findings.length === 0 && roster.length === 0) {
    findings.push({ code: 'emptyRoster', message: 'expected at least one learner below the header', line: 1 });
  }
  if (findings.length === 0) return roster;
  throw new Problem('invalid-document', `The roster does not fit. Line ${findings[0]?.line}: ${findings[0]?.message}`, {
    findings,
  });
}

/** What the newest extract was made for, as long as this version has its content. */
async function findNewestUseCase(db: Kysely<NoTables>, programmeId: ProgrammeId): Promise<string | undefined> {
  const known = (await listUseCases()).map((useCase) => useCase.key);
  const { rows } = await sql<{ useCase: string }>`
    select use_case as "useCase" from programmes_extract_view
    where programme_id = ${programmeId} and use_case = any(${known}::text[])
    order by registered_at desc, digest limit 1`.execute(db);
  return rows[0]?.useCase;
}

async function firstUseCase(): Promise<string> {
  const [first] = await listUseCases();
  if (first) return first.key;
  throw new Error('this version has no use case at all');
}

type Defaults = { starts: string; ends: string; cohorts: number; extract: string | null; reviewers: string[] };

async function readDefaults(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  { useCase, timeZone }: { useCase: string; timeZone: string },
): Promise<Defaults> {
  const { rows } = await sql<Defaults>`
    with today as materialized (select (clock_now() at time zone ${timeZone}::text)::date as day)
    select day::text as starts, (day + ${usualDays}::int)::text as ends,
      (select count(*)::int from cohort where programme_id = ${programmeId} and use_case = ${useCase}) as cohorts,
      (select digest from programmes_extract_view
       where programme_id = ${programmeId} and use_case = ${useCase} order by registered_at desc, digest limit 1) as extract,
      (select coalesce(jsonb_agg(p.email order by p.email), '[]')
       from people_role_view r join people_person_view p on p.person_id = r.person_id
       where r.programme_id = ${programmeId} and r.role = 'reviewer') as reviewers
    from today`.execute(db);
  if (!rows[0]) throw new Error('a query without a condition returned no row');
  return rows[0];
}
