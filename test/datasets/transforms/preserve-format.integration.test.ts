import { expect, it } from 'vitest';
import { passesLuhn } from '../../../datasets/identifiers/recognizers/checksums.ts';
import { refusalOf, runTransforms } from './run-transforms.ts';

const replaced = async (kind: string, values: (string | null)[], more: Record<string, unknown> = {}) => {
  const { domain = 'd', otherwise, ...given } = more;
  const preserveFormat = { class: kind, domain, ...(otherwise === undefined ? {} : { otherwise }) };
  const { rows } = await runTransforms({
    columns: { v: { preserveFormat } },
    rows: values.map((v, id) => ({ id: String(id), v })),
    ...given,
  });
  return rows.map(({ v }) => v as string | null);
};

const digits = (value: string | null) => (value ?? '').replaceAll(/\D/g, '');
const layout = (value: string | null) => (value ?? '').replaceAll(/\d/g, '#');
/** ISO 13616, worked out another way than the transform does: with one large number. */
const passesMod97 = (iban: string) => {
  const told = iban.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  const spelled = [...told.slice(4), ...told.slice(0, 4)].map((each) => String(Number.parseInt(each, 36))).join('');
  return BigInt(spelled) % 97n === 1n;
};

const cards = ['4111 1111 1111 1111', '5500-0000-0000-0004', '340000000000009', '4222222222222', null];

it('gives cards of the same issuer, length and grouping whose check digit holds', async () => {
  const other = await replaced('pan', cards);
  expect(other.map(layout)).toEqual(cards.map(layout));
  expect(other.map((each) => digits(each).slice(0, 6))).toEqual(cards.map((each) => digits(each).slice(0, 6)));
  // mutant: double the other digits; caught by the odd and the even lengths.
  for (const each of other.slice(0, -1)) expect(passesLuhn([...digits(each)].map(Number)), `${each}`).toBe(true);
  expect(other.filter((each) => each !== null && cards.includes(each))).toEqual([]);
  expect(other.at(-1)).toBeNull();
});

const accounts = [
  'CZ65 0800 0000 1920 0014 5399',
  'GB82WEST12345698765432',
  'de89 3704 0044 0532 0130 00',
  'MT84MALT011000012345MTLCAST001S',
  'FR1420041010050500013M02606',
  'NO9386011117947',
];

it('gives accounts of the same country, bank letters and grouping whose check digits hold', async () => {
  const other = await replaced('iban', accounts);
  expect(other.map(layout)).toEqual(accounts.map(layout));
  // mutant: check digits before the account is changed; caught here.
  for (const each of other) expect(passesMod97(each ?? ''), `${each}`).toBe(true);
  expect(accounts.every((each) => passesMod97(each))).toBe(true);
  expect(other.filter((each) => each !== null && accounts.includes(each))).toEqual([]);
});

it('gives one phone one other phone, with its country or without, however it is written', async () => {
  const spellings = ['+420 601 123 456', '00420601123456', '601123456', '(601) 123-456', '+420601123457'];
  const other = await replaced('phone', spellings);
  expect(other.map(layout)).toEqual(spellings.map(layout));
  const told = other.map((each) => digits(each).slice(-9));
  // mutant: hash the spelling; caught here.
  expect(new Set(told.slice(0, 4)).size).toBe(1);
  expect(told[4]).not.toBe(told[0]);
  expect(digits(other[0] ?? null).slice(0, 4)).toBe('4206');
  expect(digits(other[1] ?? null).slice(0, 6)).toBe('004206');
});

it('changes the digits of any other number, and nothing else', async () => {
  const numbers = ['AB-1234/5678-x', 'ab 12345678 X', '#99 88.77 66'];
  const other = await replaced('digits', numbers);
  expect(other.map(layout)).toEqual(numbers.map(layout));
  expect(digits(other[0] ?? null)).toBe(digits(other[1] ?? null));
});

it('tells numbers of a narrow form apart, and none of them is in the source', async () => {
  // One of fifty numbers of six digits is in use: hundreds of first candidates are taken, and some of the second ones.
  const numbers = Array.from({ length: 20_000 }, (_, at) => String(100_000 + at * 41));
  const other = await replaced('digits', numbers);
  // mutant: let two numbers have one candidate, in one attempt or in two, or one of the source's; caught by one of these.
  expect(new Set(other).size).toBe(numbers.length);
  const own = new Set(numbers);
  expect(other.filter((each) => own.has(each ?? ''))).toEqual([]);
});

it('refuses numbers of a form in which too few others are free, with their count', async () => {
  // Twelve digits of one issuer leave a hundred thousand cards: of sixty thousand in use each wants another.
  const cards = Array.from({ length: 60_000 }, (_, at) => {
    const payload = `411111${String(at).padStart(5, '0')}`;
    const check = [...'0123456789'].find((digit) => passesLuhn([...payload, digit].map(Number)));
    return { id: String(at), v: `${payload}${check}` };
  });
  const told = await refusalOf({ columns: { v: { preserveFormat: { class: 'pan', domain: 'd' } } }, rows: cards });
  // mutant: leave out the refusal; the numbers without another would become null.
  expect(told).toMatch(/expected another pan for each of 60000 in d, got none for \d+: too few of their form are free/);
});

it('replaces a number alike however many rows leave with it', async () => {
  const phones = Array.from({ length: 3000 }, (_, at) => String(5_000_000 + at * 7));
  const whole = await replaced('phone', phones);
  // mutant: claim candidates among the rows that leave; those that collided with a row left behind come out otherwise then.
  const backwards = phones.toReversed();
  expect(await replaced('phone', backwards, { chosen: 1500 })).toEqual(whole.toReversed().slice(0, 1500));
});

it('replaces alike under one key at any thread count, otherwise under another key or domain', async () => {
  const first = await replaced('iban', accounts);
  expect(await replaced('iban', accounts, { threads: 1 })).toEqual(first);
  for (const more of [{ key: 'other' }, { domain: 'other' }]) {
    const other = await replaced('iban', accounts, more);
    expect(other.filter((each, at) => each === first[at])).toEqual([]);
  }
});

it('refuses what has not the form, with a count and no value, or makes it null where the policy says so', async () => {
  const values = ['4111 1111 1111 1111', 'none of yours', '12', null];
  const rule = { preserveFormat: { class: 'pan', domain: 'd' } };
  const told = await refusalOf({ columns: { v: rule }, rows: values.map((v, id) => ({ id: String(id), v })) });
  expect(told).toMatch(/expected 12 to 19 digits, in groups or not, got 2 rows with something else/);
  expect(told).not.toContain('yours');
  const other = await replaced('pan', values, { otherwise: 'null' });
  expect(other.map((each) => each !== null)).toEqual([true, false, false, false]);
});
