import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTypedPlace } from './typed-place.ts';

const secret = 'Xylophon Geheim';

it('reads typed columns natively and text columns by the declared spelling', async () => {
  await using place = await openTypedPlace();
  await place.sql(
    `COPY (SELECT * FROM (VALUES
      (1::INTEGER, 9007199254740993::BIGINT, 1.50::DECIMAL(10,2), 0.1::DOUBLE, DATE '1960-02-29', TIMESTAMPTZ '2024-03-01 01:30:00+02', '31.12.99', '?', true),
      (2, NULL, NULL, NULL, NULL, NULL, '01.01.01', 'x', NULL)) t(small, big, price, ratio, born, seen, day, note, ok))
     TO '{dir}/t.parquet' (FORMAT parquet)`,
  );
  const source = await place.open(place.dir, {
    nulls: ['?'],
    dateFormat: 'DD.MM.YY',
    parquet: { files: { t: 't.parquet' } },
  });
  expect(
    await place.load(source, 't', {
      small: 'integer',
      big: 'integer',
      price: 'decimal(12,3)',
      ratio: 'double',
      born: 'date',
      seen: 'timestamp',
      day: 'date',
      note: 'text',
      ok: 'boolean',
    }),
  ).toEqual([
    // mutant: read integers through a double; 9007199254740993 is caught here. An instant is told in UTC.
    [10n, 1n, 9007199254740993n, '1.500', 0.1, '1960-02-29', '2024-02-29 23:30:00', '1999-12-31', null, true],
    [11n, 2n, null, null, null, null, null, '2001-01-01', 'x', null],
  ]);
});

it('reads the parts of a table in the order of their names, rows in the order of each part', async () => {
  await using place = await openTypedPlace();
  await mkdir(join(place.dir, 'loans[1]'));
  await mkdir(join(place.dir, 'loans1'));
  await place.sql(
    ...['b', 'a', 'c'].map(
      (part, at) =>
        `COPY (SELECT ${at} * 1000000 + i AS id FROM range(200000) t(i) ORDER BY hash(i)) TO '{dir}/loans[1]/part-${part}.parquet'`,
    ),
    `COPY (SELECT -1 AS id) TO '{dir}/loans1/part-a.parquet'`,
  );
  // mutant: pass the folder's brackets on to the engine unescaped; it reads loans1 instead.
  const source = await place.open(join(place.dir, 'loans[1]'), { parquet: { files: { loans: 'part-*.parquet' } } });
  const rows = await place.load(source, 'loans', { id: 'integer' });
  expect(rows.length).toBe(600_000);
  expect(rows.every(([row], at) => row === BigInt(at + 10))).toBe(true);
  const millions = rows.map(([, id]) => Number(id) / 1_000_000).map(Math.floor);
  expect(millions).toEqual([...Array(200_000).fill(1), ...Array(200_000).fill(0), ...Array(200_000).fill(2)]);
  expect(await source.describe()).toMatchObject({
    kind: 'parquet',
    tables: [
      {
        name: 'loans',
        estimatedRows: 600_000n,
        partitions: ['part-a.parquet', 'part-b.parquet', 'part-c.parquet'],
        columns: [{ name: 'id', type: 'integer' }],
      },
    ],
  });
});

it.each<[string, string, 'integer' | 'date' | 'decimal(10,2)' | 'boolean' | 'timestamp', RegExp]>([
  ['a float where an integer is declared', '1.0::DOUBLE', 'integer', /column v: expected integer, got DOUBLE; declare/],
  [
    'an integer beyond 63 bits',
    '18446744073709551615::UBIGINT',
    'integer',
    /got 1 values that are not, the first in record 2/,
  ],
  ['a fraction where an integer is declared', '1.7::DECIMAL(5,1)', 'integer', /got 1 values that are not/],
  [
    'more decimals than are declared',
    '1.005::DECIMAL(10,3)',
    'decimal(10,2)',
    /expected decimal\(10,2\), got 1 values/,
  ],
  ['a number that is none', `'NaN'::DOUBLE`, 'decimal(10,2)', /got 1 values that are not/],
  ['an instant within a day where a date is declared', `TIMESTAMP '2024-01-01 10:00:00'`, 'date', /got 1 values/],
  ['a date that never comes', `DATE 'infinity'`, 'date', /got 1 values that are not/],
  [
    'a text of another spelling',
    `'${secret}'`,
    'date',
    /expected date as YYYY-MM-DD, got 1 values that are not, the first in record 2/,
  ],
  ['a time of day where an instant is declared', `TIME '10:00:00'`, 'timestamp', /got TIME/],
  ['a two where a boolean is declared', '2::TINYINT', 'boolean', /got 1 values that are not/],
])('refuses %s', async (_what, value, type, message) => {
  await using place = await openTypedPlace();
  await place.sql(`COPY (SELECT NULL AS v UNION ALL SELECT ${value}) TO '{dir}/t.parquet'`);
  const source = await place.open(place.dir, { parquet: { files: { t: 't.parquet' } } });
  // mutant: CAST instead of TRY_CAST with a way back; 1.7 becomes 2 and 1.005 becomes 1.01 or 1.00.
  const error = await place.load(source, 't', { v: type }).catch((each: unknown) => each as Error);
  expect(error).toMatchObject({ code: 'bad-source', message: expect.stringMatching(message) });
  expect(String(error)).not.toContain(secret);
});

it('reads nothing of columns that nobody asks for, and never a folder’s name as a column', async () => {
  await using place = await openTypedPlace();
  await mkdir(join(place.dir, 'year=2024'));
  await place.sql(`COPY (SELECT 1 AS id, [1, 2] AS list, 'x'::BLOB AS photo) TO '{dir}/year=2024/t.parquet'`);
  const source = await place.open(place.dir, { parquet: { files: { t: 'year=*/t.parquet' } } });
  expect(await source.columnsOf('t')).toEqual(['id', 'list', 'photo']);
  expect((await source.describe()).tables[0]?.columns.map(({ type }) => type)).toEqual(['integer', null, null]);
  expect(await place.load(source, 't', { id: 'integer' })).toEqual([[10n, 1n]]);
});

it('refuses parts whose columns are not of one type', async () => {
  await using place = await openTypedPlace();
  await place.sql(`COPY (SELECT 1 AS id) TO '{dir}/a.parquet'`, `COPY (SELECT 1.7 AS id) TO '{dir}/b.parquet'`);
  const source = await place.open(place.dir, { parquet: { files: { t: '*.parquet' } } });
  // mutant: leave the comparison of schemas out; the engine would read 1.7 as 2.
  await expect(source.columnsOf('t')).rejects.toMatchObject({
    code: 'bad-source',
    message: expect.stringMatching(
      /\*\.parquet: expected parts with the same columns and types, got others in part 2 of 2/,
    ),
  });
});

it('refuses files that are no Parquet or are cut off', async () => {
  await using place = await openTypedPlace();
  await writeFile(join(place.dir, 'text.parquet'), `id\n${secret}\n`);
  await writeFile(join(place.dir, 'empty.parquet'), '');
  await place.sql(`COPY (SELECT i, '${secret}' || i AS s FROM range(100000) t(i)) TO '{dir}/cut.parquet'`);
  await truncate(join(place.dir, 'cut.parquet'), 100_000);
  for (const file of ['text.parquet', 'empty.parquet', 'cut.parquet']) {
    const source = await place.open(place.dir, { parquet: { files: { t: file } } });
    const error = await source.columnsOf('t').catch((each: unknown) => each as Error);
    expect(error).toMatchObject({ code: 'bad-source', message: expect.stringMatching(/expected Parquet/) });
    expect(`${error} ${(error as Error).cause}`).not.toContain(secret);
  }
});

it('never leaves the folder, neither by dots nor by a link', async () => {
  await using place = await openTypedPlace();
  await mkdir(join(place.dir, 'inside'));
  await place.sql(`COPY (SELECT 1 AS id) TO '{dir}/t.parquet'`);
  await symlink(join(place.dir, 't.parquet'), join(place.dir, 'inside', 'link.parquet'));
  for (const file of ['../t.parquet', '../*.parquet', 'link.parquet', join(place.dir, 't.parquet')]) {
    const source = await place.open(join(place.dir, 'inside'), { parquet: { files: { t: file } } });
    // mutant: compare names only, not where links lead.
    await expect(source.columnsOf('t')).rejects.toMatchObject({
      code: 'bad-source',
      message: expect.stringMatching(/inside the source folder/),
    });
  }
});

it('tells a folder of CSV from one of Parquet by what lies in it, and refuses one of both', async () => {
  await using place = await openTypedPlace();
  const declared = {
    csv: { delimiter: ',', quote: '"', encoding: 'utf-8', header: true, files: { t: 't.csv' } },
    parquet: { files: { t: 't.parquet' } },
  };
  await expect(place.open(place.dir, declared)).rejects.toMatchObject({
    message: expect.stringMatching(/got neither/),
  });
  await place.sql(`COPY (SELECT 1 AS id) TO '{dir}/t.parquet'`);
  expect((await (await place.open(place.dir, declared)).describe()).kind).toBe('parquet');
  await writeFile(join(place.dir, 't.csv'), 'id\n1\n');
  await expect(place.open(place.dir, declared)).rejects.toMatchObject({ message: expect.stringMatching(/got both/) });
});
