// 48 hours are 48 elapsed hours, whatever the calendars, the session and the season say.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRound } from '../../../api/review/find-round.ts';
import { describeOnStores } from '../../stores.ts';
import { openRounds, openSeededProgramme, type SeededProgramme } from './seeded-programme.ts';

const promisedMs = 172_800_000;

// Wall clocks around a change of offset: spring and autumn, half an hour, a whole day skipped, a change at midnight, none at all.
const starts = [
  ['America/New_York', '2026-03-07 12:00'],
  ['America/New_York', '2026-10-31 12:00'],
  ['America/New_York', '2026-11-01 01:30'],
  ['America/New_York', '2027-03-14 02:30'],
  ['Europe/Berlin', '2026-03-28 02:30'],
  ['Europe/Berlin', '2026-10-24 12:00'],
  ['Australia/Lord_Howe', '2026-10-03 12:00'],
  ['Australia/Lord_Howe', '2026-04-04 12:00'],
  ['Asia/Kathmandu', '2026-10-24 12:00'],
  ['Africa/Casablanca', '2026-02-14 12:00'],
  ['America/Phoenix', '2026-10-31 12:00'],
  ['Pacific/Apia', '2011-12-29 12:00'],
  ['America/Havana', '2026-03-07 12:00'],
  ['Asia/Beirut', '2026-03-28 23:30'],
] as const;

describeOnStores('the clock of a round', (store) => {
  let programme: SeededProgramme;
  beforeAll(async () => {
    programme = await openSeededProgramme(store());
  });
  afterAll(() => programme[Symbol.asyncDispose]());

  const instantOf = async (wall: string, zone: string) => {
    const { rows } = await sql<{ at: Date }>`select ${wall}::timestamp at time zone ${zone} as at`.execute(store().db);
    if (!rows[0]) throw new Error('the store did not tell the time');
    return rows[0].at;
  };

  test.each(starts)('in %s from %s is due 172,800,000 ms later', async (timeZone, wall) => {
    const at = await instantOf(wall, timeZone);
    // The session's zone is what calendar days would obey.
    const [roundId] = await openRounds(programme, 1, { at, timeZone });
    const round = await getRound(store().db, programme.programmeId, roundId ?? ('' as never));
    expect(round.submittedAt).toEqual(at);
    expect(Number(round.dueAt) - Number(round.submittedAt)).toBe(promisedMs);
  });

  test.each([
    ['America/New_York', '2026-10-31 12:00', 49],
    ['America/New_York', '2026-03-07 12:00', 47],
    ['Australia/Lord_Howe', '2026-10-03 12:00', 47.5],
  ] as const)(
    'in %s from %s two calendar days are %d hours, which the store refuses',
    async (timeZone, wall, hours) => {
      // mutant: `interval '2 days'` in a room is caught by the table itself
      const twoDays = store().transact(async (tx) => {
        await sql`select set_config('TimeZone', ${timeZone}, true)`.execute(tx);
        const elapsed = await sql<{ hours: number }>`
        select ((extract(epoch from at + interval '2 days') - extract(epoch from at)) / 3600)::float8 as hours
        from (select ${wall}::timestamp at time zone ${timeZone} as at) start`.execute(tx);
        expect(elapsed.rows).toEqual([{ hours }]);
        await sql`
        insert into review_round (id, programme_id, cohort_id, submission_id, seat_id, track, task, number, rubric_digest, state,
          submitted_at, due_at)
        select 'r', 'p', 'c', 's', 'seat', 'builders', 'B1', 1, 'd', 'waiting', at, at + interval '2 days'
        from (select ${wall}::timestamp at time zone ${timeZone} as at) start`.execute(tx);
      });
      await expect(twoDays).rejects.toThrow('review_round_due_after_48_hours');
    },
  );
});
