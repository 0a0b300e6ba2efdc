import { expect, it } from 'vitest';
import { type Given, refusalOf, runTransforms } from './run-transforms.ts';

const sha256 = 'a'.repeat(64);
const hierarchies = new Map([
  [
    sha256,
    {
      levels: 2,
      rows: [
        ['81667', '816**', '*'],
        ['81925', '819**', '*'],
        ["8'1", '8', '*'],
      ],
    },
  ],
]);
const given = (level: number, values: (string | null)[], more: object = {}): Given => ({
  columns: { v: { generalize: { hierarchy: { file: 'zip.csv', sha256, level }, ...more } } },
  rows: values.map((v, id) => ({ id: String(id), v })),
  hierarchies,
});
const levelOf = async (...args: Parameters<typeof given>) =>
  (await runTransforms(given(...args))).rows.map(({ v }) => v);

it('generalizes to a level of a declared hierarchy, nulls to null', async () => {
  const values = ['81667', null, '81925', "8'1"];
  expect(await levelOf(0, values)).toEqual(values);
  // mutant: one level off; caught here.
  expect(await levelOf(1, values)).toEqual(['816**', null, '819**', '8']);
  expect(await levelOf(2, values)).toEqual(['*', null, '*', '*']);
});

it('refuses values that the file does not hold, with their count, unless told what they become', async () => {
  const told = await refusalOf(given(1, ['81667', '99999', '99999', null]));
  expect(told).toMatch(/columns\.v: expected every value in zip\.csv, got 2 rows with values it does not hold/);
  expect(told).not.toContain('99999');
  expect(await levelOf(1, ['81667', '99999', null], { otherwise: 'elsewhere' })).toEqual(['816**', 'elsewhere', null]);
});

it('refuses a level that the file does not have', async () => {
  expect(await refusalOf(given(3, []))).toMatch(/expected a level of zip\.csv from 0 to 2, got 3/);
});
