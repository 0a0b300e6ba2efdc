import { expect, it } from 'vitest';
import { refusalOf, runTransforms } from './run-transforms.ts';

const moments = ['2024-02-28 23:59:59', '2023-12-31 00:00:00', null];
const rows = Array.from({ length: 40 }, (_, id) => ({
  id: String(id),
  day: '2024-02-28',
  moment: moments[id % 3] ?? null,
}));
const columns = {
  day: { type: 'date', shiftDates: true },
  moment: { type: 'timestamp', shiftDates: true },
};
const weeksFrom = (from: string, to: unknown) =>
  (Date.parse(`${to}Z`.replace(' ', 'T')) - Date.parse(from)) / (7 * 86_400_000);

it('moves dates of a subject by whole weeks within the bound, timestamps alike and at their time of day', async () => {
  const moved = (await runTransforms({ columns, rows, shiftWeeks: 3 })).rows;
  const weeks = moved.map(({ day }) => weeksFrom('2024-02-28T00:00:00Z', day));
  // mutant: days instead of weeks, or zero allowed; caught here.
  expect(new Set(weeks)).toEqual(new Set([-3, -2, -1, 1, 2, 3]));
  for (const [at, { moment }] of moved.entries()) {
    const given = moments[at % 3] ?? null;
    if (given === null) expect(moment).toBeNull();
    else expect(weeksFrom(`${given.replace(' ', 'T')}Z`, moment)).toBe(weeks[at]);
  }
});

it('moves alike under one key at any thread count, otherwise under another', async () => {
  const first = await runTransforms({ columns, rows });
  expect((await runTransforms({ columns, rows, threads: 1 })).rows).toEqual(first.rows);
  expect((await runTransforms({ columns, rows, key: 'other' })).rows).not.toEqual(first.rows);
});

/** Everything that could leave a subject's date finer than a year where it was. */
it.each<[string, Record<string, unknown>]>([
  ['keep', { type: 'date', keep: true }],
  ['keep of a timestamp', { type: 'timestamp', keep: true }],
  ['the month', { type: 'date', generalize: { to: 'month' } }],
  ['the first letters', { type: 'date', generalize: { prefix: 7 } }],
  ['names for dates', { type: 'date', generalize: { map: { '2024-02-28': 'leap' } } }],
  [
    'a hierarchy of dates',
    { type: 'date', generalize: { hierarchy: { file: 'd.csv', sha256: 'a'.repeat(64), level: 1 } } },
  ],
])('refuses %s where the dates of subjects move', async (_what, rule) => {
  // mutant: look at `date` only; caught by the timestamp.
  expect(await refusalOf({ columns: { day: rule }, rows: [] })).toMatch(/the dates of a subject move together/);
});

it.each<[string, Record<string, unknown>, unknown]>([
  ['the year', { type: 'date', generalize: { to: 'year' } }, 2024n],
  ['a band of years', { type: 'date', generalize: { yearBand: 5 } }, '2020..2024'],
  ['the year with a floor for high ages', { type: 'date', clamp: { bottom: 2030 } }, 2030n],
  ['the year as letters', { type: 'date', generalize: { prefix: 4 } }, '2024'],
])('lets %s of a birth date stand beside dates that move', async (_what, rule, wanted) => {
  const { rows: left } = await runTransforms({ columns: { day: rule }, rows: rows.slice(0, 1) });
  expect(left).toEqual([{ day: wanted }]);
});
