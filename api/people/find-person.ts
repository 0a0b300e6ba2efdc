// Finds people of one programme with the profile and the roles that hold now.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { PersonId, ProgrammeId } from '../store/ids.ts';
import { type PageQuery, pageToken, parsePageToken } from '../store/page-token.ts';
import type { NoTables } from '../store/store.ts';
import type { Role } from './permissions.ts';

export type Person = {
  personId: PersonId;
  email: string;
  name: string;
  team: string;
  department: string;
  managerEmail: string | null;
  jobRole: string;
  timeZone: string;
  roles: Role[];
};

const columns = sql`
  p.person_id as "personId", p.email, p.name, p.team, p.department, p.manager_email as "managerEmail",
  p.job_role as "jobRole", p.time_zone as "timeZone",
  coalesce((select json_agg(r.role order by r.role) from people_role_view r where r.person_id = p.person_id), '[]') as roles`;

/** `db` is a transaction or the store's own; the address is compared without regard to case. */
export async function findPersonByEmail(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  email: string,
): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select ${columns} from people_person_view p
    where p.programme_id = ${programmeId} and p.email = ${email.trim().toLowerCase()}`.execute(db);
  return rows[0];
}

/** Of all the addresses those that are known, by address in lower case. */
export async function findPeopleByEmail(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  emails: readonly string[],
): Promise<Map<string, Person>> {
  const wanted = emails.map((email) => email.trim().toLowerCase());
  const { rows } = await sql<Person>`
    select ${columns} from people_person_view p
    where p.programme_id = ${programmeId} and p.email = any(${wanted}::text[])`.execute(db);
  return new Map(rows.map((person) => [person.email, person]));
}

export async function findPerson(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  personId: PersonId,
): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select ${columns} from people_person_view p
    where p.programme_id = ${programmeId} and p.person_id = ${personId}`.execute(db);
  return rows[0];
}

/** The one who has been here longest of those who are owners now. */
export async function findOwner(db: Kysely<NoTables>, programmeId: ProgrammeId): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select ${columns} from people_person_view p
    join people_role_view r on r.person_id = p.person_id and r.role = 'owner'
    join person on person.id = p.person_id
    where p.programme_id = ${programmeId}
    order by person.added_at, person.id limit 1`.execute(db);
  return rows[0];
}

/** People by address, one page at a time. */
export async function listPeople(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  page: PageQuery,
): Promise<{ items: Person[]; nextPageToken?: string }> {
  const after = parsePageToken(page.pageToken, z.tuple([z.string()]))?.[0] ?? '';
  const { rows } = await sql<Person>`
    select ${columns} from people_person_view p
    where p.programme_id = ${programmeId} and p.email collate "C" > ${after}
    order by p.email collate "C" limit ${page.pageSize + 1}`.execute(db);
  const items = rows.slice(0, page.pageSize);
  const last = items.at(-1);
  return rows.length > items.length && last ? { items, nextPageToken: pageToken([last.email]) } : { items };
}
