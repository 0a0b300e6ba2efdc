import { expect, it } from 'vitest';
import { type Given, refusalOf, runTransforms } from './run-transforms.ts';

const names = ['Anna', 'Boris', 'Clara', 'David', null];
const given = (dictionary: object, values: (string | null)[] = names, more: Given = {}): Given => ({
  columns: { v: { dictionary: { locale: 'de', ...dictionary } } },
  rows: values.map((v, id) => ({ id: String(id), v })),
  ...more,
});
const words = async (...args: Parameters<typeof given>) => (await runTransforms(given(...args))).rows.map(({ v }) => v);

/** Names enough to meet nearly every first name of the locale. */
const everyFirstName = async () =>
  [
    ...new Set(
      await words(
        { class: 'firstName' },
        Array.from({ length: 30_000 }, (_, at) => `p${at}`),
      ),
    ),
  ] as string[];

it('gives equal words one word and nulls none, alike under one key, otherwise under another', async () => {
  const many = Array.from({ length: 60 }, (_, at) => `Name${at % 30}`);
  const first = await words({ class: 'lastName' }, [...many, null]);
  expect(first.slice(0, 30)).toEqual(first.slice(30, 60));
  expect(first.at(-1)).toBeNull();
  expect(await words({ class: 'lastName' }, [...many, null], { threads: 1 })).toEqual(first);
  const other = await words({ class: 'lastName' }, many, { key: 'other' });
  expect(other.filter((each, at) => each === first[at]).length).toBeLessThan(10);
});

it('shares first names with the source, and states how often a real one is expected back', async () => {
  const own = await everyFirstName();
  expect(own.length).toBeGreaterThan(900);
  const { rows, chance } = await runTransforms(given({ class: 'firstName' }, own));
  // Refused before: the source knows all of the locale's names.
  expect(rows.filter(({ v }) => own.includes(String(v))).length).toBeGreaterThan(own.length * 0.9);
  const [stated] = chance;
  expect(stated).toMatchObject({ table: 'people', column: 'v', rowsAmongThem: own.length });
  // Every one of n names stands once among n words: one is expected back, whatever n is.
  expect(stated?.expectedMatches).toBeCloseTo(own.length / (stated?.entries ?? 1), 9);
  const back = rows.filter(({ v }, at) => v === own[at]).length;
  expect(back).toBeLessThan(8);
});

it('leaves the source’s own words out where the policy says so, by itself or through an identifier', async () => {
  const own = (await everyFirstName()).slice(0, 400);
  const isOwn = (each: unknown) => own.includes(String(each));
  // mutant: no anti join; caught here.
  expect((await words({ class: 'firstName', ownWords: 'exclude' }, own)).filter(isOwn)).toEqual([]);
  const identifiers = [{ name: 'first name', columns: ['people.v'], class: 'text', context: ['name'] }];
  expect((await words({ class: 'firstName' }, own, { identifiers })).filter(isOwn)).toEqual([]);
  expect(await refusalOf(given({ class: 'firstName', ownWords: 'allow' }, [], { identifiers }))).toMatch(
    /expected ownWords: exclude, because the policy declares this column an identifier/,
  );
});

it('refuses a locale of which the source uses nearly every word, and says what to do', async () => {
  const told = await refusalOf(given({ class: 'firstName', ownWords: 'exclude' }, await everyFirstName()));
  expect(told).toMatch(/expected at least 50 words of firstName in de .*ownWords: allow/);
});

it('refuses to draw first and last names apart where both may be real', async () => {
  const both = (ownWords: string) => ({
    first: { dictionary: { class: 'firstName' } },
    last: { dictionary: { class: 'lastName', ownWords } },
  });
  expect(await refusalOf({ columns: both('allow'), rows: [] })).toMatch(
    /columns\.last: expected ownWords: exclude here or at first.*take both from one person/,
  );
  expect(await refusalOf({ columns: both('exclude'), rows: [] })).toBeUndefined();
});
