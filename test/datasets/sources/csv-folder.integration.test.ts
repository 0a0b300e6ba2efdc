import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTypedPlace } from './typed-place.ts';

const csv = { delimiter: ',', quote: '"', encoding: 'utf-8', header: true, files: { t: 't.csv' } };
const plain = 'id,name,day\n1,"Nováková, J.",2024-01-31\n2,,\n';
const rows = [
  [10n, 1n, 'Nováková, J.', '2024-01-31'],
  [11n, 2n, null, null],
];
const columns = { id: 'integer', name: 'text', day: 'date' } as const;

it.each<[string, string | Buffer, object]>([
  ['a byte order mark', `\uFEFF${plain}`, {}],
  ['lines ending with both signs', plain.replaceAll('\n', '\r\n'), {}],
  ['no end of its last line', plain.trimEnd(), {}],
  ['UTF-16', Buffer.from(`\uFEFF${plain}`, 'utf16le'), { encoding: 'utf-16le' }],
  [
    'another encoding',
    Buffer.from('id,name,day\n1,"Nov\xe1kov\xe1, J.",2024-01-31\n2,,\n', 'latin1'),
    { encoding: 'windows-1250' },
  ],
  ['a quoted text over two lines before its header', `"made\nby whom"\n${plain}`, { skipLines: 2 }],
  ['lines before its header', `made today\n"by, whom"\n${plain}`, { skipLines: 2 }],
  [
    'no header',
    plain.slice(plain.indexOf('\n') + 1),
    { header: false, files: { t: { file: 't.csv', columns: ['id', 'name', 'day'] } } },
  ],
  ['a header over two lines', plain.replace('name', '"na\nme"'), {}],
  // mutant: count a header over two lines as two records; the first row is lost without a word.
])('reads a file with %s', async (what, content, dialect) => {
  await using place = await openTypedPlace();
  await writeFile(join(place.dir, 't.csv'), content);
  const source = await place.open(place.dir, { csv: { ...csv, ...dialect } });
  const name = what === 'a header over two lines' ? 'na\nme' : 'name';
  const asked = { id: columns.id, [name]: columns.name, day: columns.day };
  expect(await place.load(source, 't', asked)).toEqual(rows);
  expect(await source.describe()).toMatchObject({
    kind: 'csv',
    tables: [
      {
        name: 't',
        primaryKey: [],
        columns: [{ name: 'id', nativeType: 'text', type: 'text' }, { name }, { name: 'day' }],
      },
    ],
    views: [],
  });
});

it('takes a declared escape, in the header too, and doubled quotes where none is declared', async () => {
  await using place = await openTypedPlace();
  await writeFile(join(place.dir, 't.csv'), '"i\\"d","te\\\\xt"\n"1","say \\"hi\\", back\\\\slash"\n');
  const source = await place.open(place.dir, { csv: { ...csv, escape: '\\' } });
  // mutant: split the header by doubled quotes whatever is declared.
  expect(await source.columnsOf('t')).toEqual(['i"d', 'te\\xt']);
  expect(await place.load(source, 't', { 'i"d': 'integer', 'te\\xt': 'text' })).toEqual([
    [10n, 1n, 'say "hi", back\\slash'],
  ]);
  await writeFile(join(place.dir, 't.csv'), 'id,name\n1,"say ""hi"""\n');
  const doubled = await place.open(place.dir, { csv });
  expect(await place.load(doubled, 't', { name: 'text' })).toEqual([[10n, 'say "hi"']]);
});

it('takes decimal commas where they are declared, and no thousands between them', async () => {
  await using place = await openTypedPlace();
  await writeFile(join(place.dir, 't.csv'), 'price;ratio\n-12,50;0,25\n7;1\n');
  const declared = { decimalMark: ',', csv: { ...csv, delimiter: ';' } };
  const source = await place.open(place.dir, declared);
  expect(await place.load(source, 't', { price: 'decimal(10,2)', ratio: 'double' })).toEqual([
    [10n, '-12.50', 0.25],
    [11n, '7.00', 1],
  ]);
  await writeFile(join(place.dir, 't.csv'), 'price\n"1.234,50"\n');
  // mutant: replace the comma whatever else is there; 1.234.50 is none, but 1.234 would be read as 1 and a bit.
  await expect(place.load(await place.open(place.dir, declared), 't', { price: 'decimal(10,4)' })).rejects.toThrow(
    /got 1 values/,
  );
  await writeFile(join(place.dir, 't.csv'), 'price\n"1.234"\n');
  await expect(place.load(await place.open(place.dir, declared), 't', { price: 'decimal(10,4)' })).rejects.toThrow(
    /got 1 values/,
  );
});

it.each<[string, string, 'integer' | 'date' | 'timestamp' | 'boolean', string | undefined]>([
  ['a day with words behind it', '2024-01-31 perhaps', 'date', 'ISO'],
  ['a day with a time of day', '2024-01-31 10:00:00', 'date', 'ISO'],
  ['a time of day that a date would lose', '31.01.2024 10:00', 'date', 'DD.MM.YYYY hh:mm'],
  ['a day that never comes', 'infinity', 'timestamp', 'ISO'],
  ['a day that is not in the calendar', '2023-02-29', 'date', undefined],
  ['grouped thousands', '1_000', 'integer', undefined],
  ['an exponent', '1e3', 'integer', undefined],
  ['more than 63 bits', '9223372036854775808', 'integer', undefined],
  ['neither yes nor no', 'perhaps', 'boolean', undefined],
])('refuses %s', async (_what, value, type, format) => {
  await using place = await openTypedPlace();
  await writeFile(join(place.dir, 't.csv'), `v\n\n${value}\n`);
  const source = await place.open(place.dir, {
    ...(format ? { dateFormat: format, timestampFormat: format } : {}),
    csv,
  });
  // mutant: the engine's own cast; it takes every one of the first seven.
  await expect(place.load(source, 't', { v: type })).rejects.toThrow(
    /column v: expected .*, got 1 values that are not/,
  );
});

it('reads instants of other zones in UTC', async () => {
  await using place = await openTypedPlace();
  await writeFile(join(place.dir, 't.csv'), 'v\n2024-03-01 01:30:00+02\n2024-03-01T01:30:00Z\n2024-03-01 01:30:00\n');
  const source = await place.open(place.dir, { csv });
  // mutant: cast to a moment without zone; it keeps the clock and drops the zone.
  expect((await place.load(source, 't', { v: 'timestamp' })).map(([, v]) => v)).toEqual([
    '2024-02-29 23:30:00',
    '2024-03-01 01:30:00',
    '2024-03-01 01:30:00',
  ]);
});
