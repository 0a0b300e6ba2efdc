// Adds people to a programme, or brings those it knows up to date; all of a list or nothing.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import type { ProblemFinding } from '../problems.ts';
import { newId, type PersonId, type ProgrammeId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Role } from './permissions.ts';
import { invalidPeople, type PersonRow, type PlacedRow } from './person-row.ts';
import type { Doer } from './sign-in-links.ts';

export type PeopleAdded = { added: number; changed: number; unchanged: number };

/**
 * Adding the same again changes nothing; a changed profile closes the old one and opens a new one.
 * Throws `invalid-document` with findings, and then has written nothing.
 */
export async function addPeople(
  deps: { store: Store; outbox: Outbox },
  by: Doer,
  rows: readonly PlacedRow[],
): Promise<PeopleAdded> {
  return deps.store.transact(async (tx) => {
    // One list at a time in a programme: what is read here is still so when it is written.
    await sql`select pg_advisory_xact_lock(hashtext(${`people ${by.programmeId}`}))`.execute(tx);
    const known = await readKnown(tx, by.programmeId, rows);
    const counts: PeopleAdded = { added: 0, changed: 0, unchanged: 0 };
    const findings: ProblemFinding[] = [];
    for (const { row, place } of rows) {
      const person = known.get(row.email);
      const from = await startOf(tx, row);
      if (!person) {
        await addPerson(tx, deps.outbox, by, row, from);
        counts.added++;
        continue;
      }
      const moved = !sameProfile(person, row);
      if (moved && from < person.validFrom) {
        const message = `${row.email} has a profile from ${person.validFrom.toISOString()}: validFrom must not be before it`;
        findings.push({ code: 'profileOverlap', message, ...place });
        continue;
      }
      if (moved) await replaceProfile(tx, person, row, from);
      const granted = row.roles ? await grantExactly(tx, person, row.roles) : false;
      if (moved || granted) await appendAudit(tx, { ...by, action: 'person.changed', subject: person.personId });
      counts[moved || granted ? 'changed' : 'unchanged']++;
    }
    if (findings.length === 0 && !(await hasOwner(tx, by.programmeId))) {
      findings.push({
        code: 'noOwner',
        message: 'somebody must stay owner of the programme: keep the role for at least one person',
      });
    }
    if (findings.length > 0) throw invalidPeople(findings);
    return counts;
  });
}

type Known = Omit<PersonRow, 'managerEmail' | 'roles' | 'validFrom'> & {
  personId: PersonId;
  managerEmail: string | null;
  validFrom: Date;
  roles: Role[];
};

async function readKnown(tx: Tx, programmeId: ProgrammeId, rows: readonly PlacedRow[]): Promise<Map<string, Known>> {
  const emails = rows.map(({ row }) => row.email);
  const answer = await sql<Known>`
    select p.id as "personId", p.email, f.name, f.team, f.department, f.manager_email as "managerEmail",
           f.job_role as "jobRole", f.time_zone as "timeZone", f.valid_from as "validFrom",
           coalesce((select json_agg(g.role) from role_grant g where g.person_id = p.id and g.valid_to is null), '[]') as roles
    from person p join person_profile f on f.person_id = p.id and f.valid_to is null
    where p.programme_id = ${programmeId} and p.email = any(${emails}::text[])`.execute(tx);
  return new Map(answer.rows.map((row) => [row.email, row]));
}

async function startOf(tx: Tx, row: PersonRow): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select coalesce((${row.validFrom ?? null}::date)::timestamp at time zone ${row.timeZone}, clock_now()) as at`.execute(
    tx,
  );
  const at = rows[0]?.at;
  if (!at) throw new Error('the store told no time');
  return at;
}

async function addPerson(tx: Tx, outbox: Outbox, by: Doer, row: PersonRow, from: Date): Promise<void> {
  const personId = newId('person');
  await sql`
    insert into person (id, programme_id, email, added_at)
    values (${personId}, ${by.programmeId}, ${row.email}, clock_now())`.execute(tx);
  await insertProfile(tx, personId, row, from);
  const granted = row.roles ?? ['learner'];
  for (const role of new Set(granted)) await grant(tx, personId, role);
  await outbox.append(tx, {
    programmeId: by.programmeId,
    type: 'person.added',
    subject: personId,
    data: { roles: granted },
  });
  await appendAudit(tx, { ...by, action: 'person.added', subject: personId, detail: { roles: granted } });
}

function sameProfile(known: Known, row: PersonRow): boolean {
  const same = (['name', 'team', 'department', 'jobRole', 'timeZone'] as const).every(
    (field) => known[field] === row[field],
  );
  return same && known.managerEmail === (row.managerEmail ?? null);
}

async function replaceProfile(tx: Tx, known: Known, row: PersonRow, from: Date): Promise<void> {
  // The same start again is a correction of that profile, not a new one.
  if (from.getTime() === known.validFrom.getTime()) {
    await sql`delete from person_profile where person_id = ${known.personId} and valid_from = ${from}`.execute(tx);
  } else {
    await sql`
      update person_profile set valid_to = ${from}
      where person_id = ${known.personId} and valid_to is null`.execute(tx);
  }
  await insertProfile(tx, known.personId, row, from);
}

async function insertProfile(tx: Tx, personId: PersonId, row: PersonRow, from: Date): Promise<void> {
  await sql`
    insert into person_profile (person_id, valid_from, name, team, department, manager_email, job_role, time_zone)
    values (${personId}, ${from}, ${row.name}, ${row.team}, ${row.department}, ${row.managerEmail ?? null},
            ${row.jobRole}, ${row.timeZone})`.execute(tx);
}

async function grantExactly(tx: Tx, known: Known, wanted: readonly Role[]): Promise<boolean> {
  const ended = known.roles.filter((role) => !wanted.includes(role));
  const added = [...new Set(wanted)].filter((role) => !known.roles.includes(role));
  await sql`
    update role_grant set valid_to = greatest(valid_from, clock_now())
    where person_id = ${known.personId} and valid_to is null and role = any(${ended}::text[])`.execute(tx);
  for (const role of added) await grant(tx, known.personId, role);
  return ended.length + added.length > 0;
}

async function grant(tx: Tx, personId: PersonId, role: Role): Promise<void> {
  // Ended and granted again within one millisecond: the grant goes on.
  await sql`
    insert into role_grant (person_id, role, valid_from) values (${personId}, ${role}, clock_now())
    on conflict (person_id, role, valid_from) do update set valid_to = null`.execute(tx);
}

async function hasOwner(tx: Tx, programmeId: ProgrammeId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from people_role_view where programme_id = ${programmeId} and role = 'owner' limit 1`.execute(tx);
  return rows.length === 1;
}
