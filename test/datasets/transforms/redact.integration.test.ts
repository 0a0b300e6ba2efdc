import { expect, it } from 'vitest';
import { isGone, mergeSpans, redactSpans } from '../../../datasets/transforms/redact-spans.ts';
import { refusalOf, runTransforms } from './run-transforms.ts';

const people = [
  { id: '1', name: 'Anna Nováková', phone: '+420 601 234 567', birth: '706213', code: 'ZX-77-Q' },
  { id: '2', name: 'Ushurma Dratchev', phone: '+420 602 345 678', birth: '650102', code: 'ZX-78-Q' },
];

const given = (notes: (string | null)[], redact: Record<string, unknown> = {}) => ({
  tables: {
    people: {
      key: ['id'],
      columns: { id: { pseudonymize: 'person' }, name: 'drop', phone: 'drop', birth: 'drop', code: 'drop' },
    },
    notes: { key: ['id'], columns: { body: { redact: { acceptedRecall: 0.9, ...redact } } } },
  },
  tableRows: { people, notes: notes.map((body, at) => ({ id: String(at), body })) },
  identifiers: [
    { name: 'name', columns: ['people.name'], class: 'fullName' },
    { name: 'phone', columns: ['people.phone'], class: 'phone' },
    { name: 'birth number', columns: ['people.birth'], class: 'number', context: ['born'] },
  ],
});

const redacted = async (notes: (string | null)[], redact?: Record<string, unknown>) =>
  (await runTransforms(given(notes, redact))).tables['notes']?.map(({ body }) => body);

it('puts tokens in place of what recognizers find, and keeps the rest', async () => {
  const [first, second, third] =
    (await redacted(['Mail jan@novak.test or call +44 20 7946 0958 today', 'Repayment is late by 3 months', null])) ??
    [];
  expect(first).toBe('Mail [EMAIL] or call [PHONE] today');
  expect(second).toBe('Repayment is late by 3 months');
  expect(third).toBeNull();
});

it('takes out the values of declared identifiers however they are spelled, by whole value and by a word of a name', async () => {
  // mutant: only findEntities, without the source's own values; caught by the birth number and by the code below.
  expect(
    await redacted([
      'ref 706213 of NOVÁKOVÁ ANNA',
      'spoke with paní Nováková again',
      'said dratchev, ushurma on 602345678',
    ]),
  ).toEqual([
    'ref [NATIONAL_ID] of [PERSON_NAME]',
    'spoke with paní [LAST_NAME] again',
    'said [PERSON_NAME] on [PHONE]',
  ]);
});

it('takes out the values of further columns only where the rule names them', async () => {
  expect(await redacted(['see file ZX-77-Q please'], { types: ['email'] })).toEqual(['see file ZX-77-Q please']);
  expect(await redacted(['see file ZX-77-Q please'], { types: ['email'], own: ['people.code'] })).toEqual([
    'see file [USERNAME] please',
  ]);
});

it('takes out a word of a name by itself, where it is written as a name', async () => {
  // mutant: whole values alone; caught here, where no recognizer looks for names.
  expect(await redacted(['spoke with paní Nováková again', 'Anna paid'], { types: ['email'] })).toEqual([
    'spoke with paní [LAST_NAME] again',
    '[LAST_NAME] paid',
  ]);
});

it('takes out only the types that the rule names, but identifiers whatever it names', async () => {
  expect(await redacted(['jan@novak.test from Berlin wrote to Anna Nováková'], { types: ['email'] })).toEqual([
    '[EMAIL] from Berlin wrote to [PERSON_NAME]',
  ]);
});

it('redacts a thousand and more texts, each by itself', async () => {
  // mutant: a chunk read twice or left out; caught by the count and by the last.
  const notes = Array.from({ length: 2100 }, (_, at) => `n${at} by a${at}@b.test`);
  const told = (await redacted(notes)) ?? [];
  expect(told).toHaveLength(2100);
  expect(told.every((text, at) => text === `n${at} by [EMAIL]`)).toBe(true);
});

it('is refused without the recall that the steward accepts, and for what is no text', async () => {
  const rule = (redact: unknown, type = 'text') => ({
    columns: { id: { pseudonymize: 'person' }, body: { type, redact } },
    rows: [],
  });
  expect(await refusalOf(rule({ acceptedRecall: 0.5 }, 'integer'))).toMatch(
    /expected a column of type text, got integer/,
  );
  await expect(runTransforms(rule({}))).rejects.toThrow(/free text is dropped unless the steward says/);
});

it('counts a value as gone only when nothing of it stays but what stands between its words', () => {
  const planted = { text: 'to Anna Nová, 12', start: 3, end: 12 };
  const [first, last] = [
    { start: 3, end: 7, type: 'firstName' as const },
    { start: 8, end: 12, type: 'lastName' as const },
  ];
  expect(isGone(planted, [first, last])).toBe(true);
  // mutant: any overlap counts; caught here.
  expect(isGone(planted, [first])).toBe(false);
  expect(isGone(planted, [first, { ...last, end: 11 }])).toBe(false);
});

it('makes one of spans that overlap, named for the longest', () => {
  expect(
    mergeSpans([
      { start: 5, end: 9, type: 'lastName' },
      { start: 0, end: 7, type: 'personName' },
      { start: 9, end: 12, type: 'email' },
    ]),
  ).toEqual([
    { start: 0, end: 9, type: 'personName' },
    { start: 9, end: 12, type: 'email' },
  ]);
  expect(redactSpans('Anna Nová paid', [{ start: 0, end: 9, type: 'personName' }])).toBe('[PERSON_NAME] paid');
});
