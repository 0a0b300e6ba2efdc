import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  addDays,
  cast,
  column,
  first63Bits,
  floorDivide,
  integer,
  type ValueType,
} from '../../../datasets/engines/expression.ts';
import { hmacHex, inDomain, withKey } from '../../../datasets/keys/keyed-hash.ts';
import type { ColumnRule } from '../../../datasets/policy/column-rule.ts';
import { openEngine } from '../with-engine.ts';
import { runTransforms } from './run-transforms.ts';

const texts = ['', 'a', 'héllo', '東京 🏦', 'x'.repeat(500), '706213'];

it('says HMAC-SHA256 in SQL as node:crypto does', async () => {
  await using place = await openEngine();
  await place.engine.createFromValues(
    't',
    { v: 'text' },
    texts.map((value) => [value]),
  );
  const hash = hmacHex(inDomain(['pseudonym', 'person'], column('t', 'v', 'text')));
  const rows = await place.engine.rows({
    from: { relation: 't', as: 't' },
    joins: [withKey('pseudonyms')],
    select: { hash, bits: first63Bits(hash) },
  });
  const wanted = texts.map((value) =>
    createHmac('sha256', place.keys.pseudonyms).update(`pseudonym\u001fperson\u001f${value}`).digest('hex'),
  );
  // mutant: swap ipad with opad, or hash the hex instead of the bytes; caught here.
  expect(rows.map(([hex]) => hex)).toEqual(wanted);
  expect(rows.map(([, bits]) => bits)).toEqual(wanted.map((hex) => BigInt(`0x${hex.slice(0, 16)}`) >> 1n));
});

it('gives one value another hash in every domain', async () => {
  await using place = await openEngine();
  await place.engine.createFromValues('t', { v: 'text' }, [['42']]);
  const value = column('t', 'v', 'text');
  const [row = []] = await place.engine.rows({
    from: { relation: 't', as: 't' },
    joins: [withKey('pseudonyms')],
    select: {
      person: hmacHex(inDomain(['pseudonym', 'person'], value)),
      account: hmacHex(inDomain(['pseudonym', 'account'], value)),
      word: hmacHex(inDomain(['dictionary', 'person'], value)),
    },
  });
  expect(new Set(row).size).toBe(3);
});

it('keeps a date a date when days are added, and floors below zero', async () => {
  await using place = await openEngine();
  await place.engine.createFromValues('t', { v: 'text', n: 'integer' }, [['2024-02-28', -1n]]);
  const moved = addDays(cast(column('t', 'v', 'text'), 'date'), integer(-28));
  expect(
    await place.engine.rows({
      from: { relation: 't', as: 't' },
      select: { moved: cast(moved, 'text'), low: floorDivide(column('t', 'n', 'integer'), integer(10)) },
    }),
  ).toEqual([['2024-01-31', -1n]]);
});

/** `owned`: in a table of subjects whose dates move; otherwise dates are left alone. */
async function generalized(
  generalize: ColumnRule['generalize'],
  type: ValueType,
  values: (string | null)[],
  owned = false,
): Promise<unknown[]> {
  const { rows } = await runTransforms({
    columns: { v: { type, generalize } },
    rows: values.map((v, position) => ({ id: String(position), v })),
    shiftWeeks: owned ? 2 : 'none',
  });
  return rows.map(({ v }) => (v === null ? null : String(v)));
}

it.each<[string, ColumnRule['generalize'], ValueType, (string | null)[], unknown[]]>([
  [
    'numbers to bands',
    { band: 100 },
    'integer',
    ['0', '99', '100', '-1', null],
    ['0..99', '0..99', '100..199', '-100..-1', null],
  ],
  ['amounts to bands', { band: 1000 }, 'decimal(12,2)', ['999.99', '1000.00'], ['0..999', '1000..1999']],
  ['dates to years', { to: 'year' }, 'date', ['1987-12-31', null], ['1987', null]],
  ['dates to months', { to: 'month' }, 'date', ['1987-02-03', '1987-12-31'], ['1987-02', '1987-12']],
  ['dates to bands of years', { yearBand: 10 }, 'date', ['1979-12-31', '1980-01-01'], ['1970..1979', '1980..1989']],
  ['texts to prefixes', { prefix: 3 }, 'text', ['11000', 'ab', null], ['110', 'ab', null]],
  [
    'names to others',
    { map: { a: 'x', b: 'y' }, otherwise: 'rest' },
    'text',
    ['a', 'b', 'c', null],
    ['x', 'y', 'rest', null],
  ],
  ['unnamed values to null', { map: { a: 'x' } }, 'text', ['a', 'c'], ['x', null]],
  [
    'birth numbers to sex',
    { birthNumber: 'sex' },
    'text',
    ['706213', '450204', '0551011234', '855101/1234', 'none', null],
    ['F', 'M', 'F', 'F', null, null],
  ],
  [
    'birth numbers to years',
    { birthNumber: { yearBand: 10 } },
    'text',
    ['706213', '0551011234', '535101123', '5351011234', 'none'],
    ['1970..1979', '2000..2009', '1950..1959', '2050..2059', null],
  ],
])('generalizes %s', async (_what, rule, type, values, wanted) => {
  expect(await generalized(rule, type, values)).toEqual(wanted);
});

it.each<[string, ColumnRule['generalize'], ValueType, boolean, RegExp]>([
  ['two ways at once', { band: 1, prefix: 1 }, 'integer', false, /exactly one of .*, got band with prefix/],
  ['no way', {}, 'integer', false, /got none/],
  ['a band of words', { band: 10 }, 'text', false, /expected a number, got text/],
  ['a year of a number', { to: 'year' }, 'integer', false, /expected a column of type date or timestamp/],
  ['the day of a subject’s date by its first letters', { prefix: 10 }, 'date', true, /got prefix of a date/],
  ['a subject’s dates by name', { map: { '2024-01-01': 'x' } }, 'timestamp', true, /got map of a timestamp/],
  ['the month of a subject’s date', { to: 'month' }, 'date', true, /got the month/],
])('refuses %s', async (_what, rule, type, owned, message) => {
  await expect(generalized(rule, type, [], owned)).rejects.toThrow(message);
});
