// People are added whole, once, with dated profiles; links and tokens let in whom they name, as long as they hold.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findActor } from '../../../api/people/access-tokens.ts';
import { addPeople } from '../../../api/people/add-people.ts';
import { findPersonByEmail } from '../../../api/people/find-person.ts';
import { parsePeopleCsv } from '../../../api/people/person-row.ts';
import { createSignInLink, spendSignInLink } from '../../../api/people/sign-in-links.ts';
import { describeOnStores } from '../../stores.ts';
import { openTestApplication, type TestApplication } from '../test-application.ts';

const header = 'email,name,team,department,managerEmail,jobRole,timeZone,roles,validFrom';

describeOnStores('people', (store) => {
  let application: TestApplication;
  beforeAll(async () => {
    application = await openTestApplication(store());
    await application.person('owner', ['owner']);
  });
  afterAll(() => application[Symbol.asyncDispose]());

  const by = () => ({ programmeId: application.programmeId, actor: 'system:test' as const });
  const add = async (...lines: string[]) =>
    addPeople(application.deps, by(), parsePeopleCsv([header, ...lines].join('\n')));
  const find = (email: string) => findPersonByEmail(store().db, application.programmeId, email);
  const profilesOf = async (email: string) => {
    const { rows } = await sql<{ team: string; from: string; to: string | null }>`
      select f.team, f.valid_from at time zone 'Europe/Prague' as "from", f.valid_to at time zone 'Europe/Prague' as "to"
      from person_profile f join person p on p.id = f.person_id where p.email = ${email} order by f.valid_from`.execute(
      store().db,
    );
    return rows.map((row) => row.team);
  };
  const shiftClock = async (interval: string) => {
    await sql`insert into clock_shift (shift) values (${interval}::interval) on conflict (one) do update set shift = excluded.shift`.execute(
      store().db,
    );
  };

  test('adds a list, and the same list again changes nothing', async () => {
    const lines = [
      'Ada@Bank.example,"Ada, Countess",Risk,Retail,boss@bank.example,Analyst,Europe/Prague,,',
      'rev@bank.example,Rev,Risk,Retail,,Reviewer,Europe/Berlin,reviewer;manager,',
    ];
    expect(await add(...lines)).toEqual({ added: 2, changed: 0, unchanged: 0 });
    // mutant: comparing addresses with their case adds Ada a second time
    expect(await add(...lines.map((line) => line.replace('Ada@Bank', 'ada@bank')))).toEqual({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
    expect(await find('ADA@bank.example')).toMatchObject({
      name: 'Ada, Countess',
      managerEmail: 'boss@bank.example',
      roles: ['learner'],
    });
    expect((await find('rev@bank.example'))?.roles).toEqual(['manager', 'reviewer']);
  });

  test('writes nothing when any row is wrong, and names each fault with its line', async () => {
    const lines = [
      'new@bank.example,New,Risk,Retail,,Analyst,Europe/Prague,,',
      'no-address,Bad,Risk,Retail,,Analyst,Mars/Olympus,pilot,',
      'new@bank.example,New,Risk,Retail,,Analyst,Europe/Prague,,',
    ];
    await expect(add(...lines)).rejects.toMatchObject({
      code: 'invalid-document',
      findings: [
        { line: 3, path: 'email' },
        { line: 3, path: 'timeZone' },
        { line: 3, path: 'roles.0' },
        { line: 4, code: 'duplicatePerson' },
      ],
    });
    expect(await find('new@bank.example')).toBeUndefined();
  });

  test('refuses columns it does not know', () => {
    expect(() => parsePeopleCsv('email,salary\na@bank.example,1')).toThrow(
      expect.objectContaining({
        findings: expect.arrayContaining([expect.objectContaining({ code: 'unknownColumn', line: 1 })]),
      }),
    );
  });

  test('closes a profile when a changed one begins', async () => {
    await add('moves@bank.example,M,Risk,Retail,,Analyst,Europe/Prague,,2026-01-01');
    expect(await add('moves@bank.example,M,Fraud,Retail,,Analyst,Europe/Prague,,2026-06-01')).toEqual({
      added: 0,
      changed: 1,
      unchanged: 0,
    });
    expect(await profilesOf('moves@bank.example')).toEqual(['Risk', 'Fraud']);
    expect((await find('moves@bank.example'))?.team).toBe('Fraud');
    // Before the profile that is there: refused, since two would hold at once.
    await expect(add('moves@bank.example,M,Past,Retail,,Analyst,Europe/Prague,,2026-03-01')).rejects.toMatchObject({
      findings: [{ code: 'profileOverlap', line: 2 }],
    });
    // The same day again corrects it.
    await add('moves@bank.example,M,Fraud II,Retail,,Analyst,Europe/Prague,,2026-06-01');
    expect(await profilesOf('moves@bank.example')).toEqual(['Risk', 'Fraud II']);
  });

  test('begins a day in the time zone of the person', async () => {
    await add('west@bank.example,W,Risk,Retail,,Analyst,America/New_York,,2026-07-01');
    const { rows } = await sql<{ at: Date }>`
      select f.valid_from as at from person_profile f join person p on p.id = f.person_id where p.email = 'west@bank.example'`.execute(
      store().db,
    );
    expect(rows[0]?.at.toISOString()).toBe('2026-07-01T04:00:00.000Z');
  });

  test('lets no writer overlap two profiles', async () => {
    const person = await find('ada@bank.example');
    const overlap = sql`
      insert into person_profile (person_id, valid_from, valid_to, name, team, department, job_role, time_zone)
      values (${person?.personId}, clock_now() + interval '1 day', clock_now() + interval '2 days', 'x', 'x', 'x', 'x', 'x')`;
    await expect(overlap.execute(store().db)).rejects.toThrow('would hold at once');
  });

  test('keeps one owner at least', async () => {
    const lines = ['owner', 'founder'].map((name) => `${name}@bank.example,${name},T,D,,J,Europe/Prague,learner,`);
    await expect(add(...lines)).rejects.toMatchObject({ findings: [{ code: 'noOwner' }] });
    expect((await find('owner@bank.example'))?.roles).toEqual(['owner']);
  });

  test('a sign-in link works once', async () => {
    const link = await createSignInLink(store(), by(), { email: 'ada@bank.example', madeBy: 'request' });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => spendSignInLink(store(), link.secret, 'session')));
    // mutant: reading spent_at before writing it lets two of them in
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expect(spendSignInLink(store(), link.secret, 'session')).rejects.toMatchObject({ code: 'link-spent' });
  });

  test('keeps nothing that could be used to sign in', async () => {
    const link = await createSignInLink(store(), by(), { email: 'ada@bank.example', madeBy: 'request' });
    const token = await spendSignInLink(store(), link.secret, 'cli');
    const { rows } = await sql<{ text: string }>`
      select t::text as text from access_token t union all select l::text from sign_in_link l`.execute(store().db);
    const kept = rows.map((row) => row.text).join('\n');
    expect(kept).not.toContain(token.secret.slice(4));
    expect(kept).not.toContain(link.secret.slice(4));
  });

  test('links and tokens end in time', async () => {
    const short = await createSignInLink(store(), by(), { email: 'ada@bank.example', madeBy: 'request' });
    const printed = await createSignInLink(store(), by(), { email: 'ada@bank.example', madeBy: 'start' });
    try {
      await shiftClock('30 minutes');
      await expect(spendSignInLink(store(), short.secret, 'cli')).rejects.toMatchObject({ code: 'link-spent' });
      const session = await spendSignInLink(store(), printed.secret, 'session');
      expect(await findActor(store(), session.secret)).toMatchObject({ roles: ['learner'] });
      await shiftClock('12 hours 30 minutes');
      expect(await findActor(store(), session.secret)).toBeUndefined();
    } finally {
      await sql`delete from clock_shift`.execute(store().db);
    }
  });

  test('a role that was taken away is gone at once', async () => {
    const rev = await application.person('shortly', ['reviewer', 'learner']);
    expect((await findActor(store(), rev.token))?.roles).toEqual(['learner', 'reviewer']);
    await add('shortly@bank.example,shortly,T,D,,J,Europe/Prague,learner,');
    expect((await findActor(store(), rev.token))?.roles).toEqual(['learner']);
  });
});
