import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { SourceColumns } from '../../../datasets/policy/source-columns.ts';
import { assertSourceHas } from '../../../datasets/sources/open-source.ts';
import { openPostgresPlace, type PostgresPlace, readerPassword } from './postgres-place.ts';
import { openTypedPlace, refuse } from './typed-place.ts';

const given = inject('postgres');
const declared = { postgres: {} };
let place: PostgresPlace;

beforeAll(async () => {
  if ('url' in given) place = await openPostgresPlace(given.url, 'source_postgres');
});
afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
});
beforeEach((ctx) => {
  if ('absent' in given) ctx.skip(given.absent);
});

it('says of itself what the catalog says, to a role that may only SELECT', async () => {
  await using local = await openTypedPlace();
  await place.sql(`
    CREATE TYPE mood AS ENUM ('calm', 'it''s fine');
    CREATE DOMAIN short AS numeric(9,0) NOT NULL;
    CREATE TABLE "People"(
      id bigint PRIMARY KEY, "E-Mail" varchar(80) NOT NULL UNIQUE, mood mood, amount numeric(12,2), any_number numeric,
      code short, seen timestamptz(3), photo bytea, tags text[], doc jsonb, boss bigint REFERENCES "People"(id),
      twice numeric(12,2) GENERATED ALWAYS AS (amount * 2) STORED);
    COMMENT ON TABLE "People" IS 'who banks here'; COMMENT ON COLUMN "People".mood IS 'as seen';
    CREATE UNIQUE INDEX ON "People"(amount) WHERE amount > 0; CREATE UNIQUE INDEX ON "People"(lower("E-Mail"));
    CREATE TABLE moves(at date NOT NULL, person bigint NOT NULL REFERENCES "People", PRIMARY KEY (at, person)) PARTITION BY RANGE (at);
    CREATE TABLE moves_old PARTITION OF moves FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
    CREATE TABLE moves_new PARTITION OF moves FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);
    CREATE TABLE base(id int); CREATE TABLE heir(extra text) INHERITS (base);
    CREATE VIEW calm AS SELECT id FROM "People"; CREATE MATERIALIZED VIEW stored AS SELECT id FROM "People";
  `);
  await using source = await local.open(place.url, declared);
  const { kind, tables, views } = await source.describe();
  expect(kind).toBe('postgres');
  expect(views).toEqual([
    { name: 'calm', kind: 'view', comment: null },
    { name: 'stored', kind: 'materialized view', comment: null },
  ]);
  // mutant: list partitions as tables of their own.
  expect(tables.map(({ name }) => name)).toEqual(['People', 'base', 'heir', 'moves']);
  const [people, , heir, moves] = tables;
  expect(people).toMatchObject({
    comment: 'who banks here',
    primaryKey: ['id'],
    // mutant: count partial indexes and those of expressions as keys.
    uniqueKeys: [['E-Mail']],
    foreignKeys: [{ columns: ['boss'], parent: 'People', parentColumns: ['id'], nullable: true }],
  });
  expect(people?.columns.map(({ name, nativeType, type, nullable }) => [name, nativeType, type, nullable])).toEqual([
    ['id', 'bigint', 'integer', false],
    ['E-Mail', 'character varying(80)', 'text', false],
    ['mood', 'mood', 'text', true],
    ['amount', 'numeric(12,2)', 'decimal(12,2)', true],
    ['any_number', 'numeric', 'text', true],
    ['code', 'short', 'integer', false],
    ['seen', 'timestamp(3) with time zone', 'timestamp', true],
    ['photo', 'bytea', null, true],
    ['tags', 'text[]', null, true],
    ['doc', 'jsonb', 'text', true],
    ['boss', 'bigint', 'integer', true],
    ['twice', 'numeric(12,2)', 'decimal(12,2)', true],
  ]);
  expect(people?.columns[2]).toMatchObject({ comment: 'as seen', enumValues: ['calm', "it's fine"] });
  expect(moves).toMatchObject({
    primaryKey: ['at', 'person'],
    partitions: ['moves_new', 'moves_old'],
    foreignKeys: [{ columns: ['person'], parent: 'People', parentColumns: ['id'], nullable: false }],
  });
  expect(heir).toMatchObject({ inherits: ['base'], partitions: [] });

  const asked = (...names: string[]): SourceColumns => new Map(names.map((name) => [name, new Map()]));
  const telling = (...names: string[]) => assertSourceHas(source, asked(...names), refuse);
  await expect(telling('calm')).rejects.toThrow(
    /tables\.calm: expected a table, got calm, which is a view: name its tables/,
  );
  await expect(telling('stored')).rejects.toThrow(/which is a materialized view/);
  await expect(telling('moves_old')).rejects.toThrow(/which is a part of moves: name that/);
  await expect(telling('base', 'heir')).rejects.toThrow(/expected base or heir, got both/);
  await expect(telling('people')).rejects.toThrow(/got people, which it has not; it has People, base, heir, moves/);
  await telling('People', 'moves', 'heir');
});

it('says that a schema is empty or not there', async () => {
  await using local = await openTypedPlace();
  await using source = await local.open(place.url, { postgres: { schema: 'nowhere' } });
  await expect(assertSourceHas(source, new Map([['people', new Map()]]), refuse)).rejects.toMatchObject({
    code: 'bad-policy',
    message: expect.stringMatching(/it has none at all: check the address, the schema and what the role may see/),
  });
});

it('reads every type as it is, and texts whatever signs they hold', async () => {
  await using local = await openTypedPlace();
  const signs = 'tab\there, line\nbreak, return\r, back\\slash, \\N, \\\\n, "quoted", comma';
  await place.sql(`
    CREATE TABLE kinds(
      small smallint, big bigint, price numeric(10,4), ratio real, yes boolean, born date, seen timestamptz, local timestamp,
      padded char(5), uid uuid, ip inet, doc json, tags text[], raw bytea, span interval, note text, twice int GENERATED ALWAYS AS (small * 2) STORED);
    INSERT INTO kinds VALUES (1, 9223372036854775807, 1.5000, 0.1, true, '1960-02-29', '2024-03-01 01:30:00+02', '2024-03-01 01:30:00.5',
      'ab', '0d1f2a3b-0000-4000-8000-000000000001', '10.0.0.1', '{"a": 1}', '{a,"b c"}', '\\xdeadbeef', '1 day 02:00', E'${signs.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')}');
    INSERT INTO kinds(note) VALUES ('');
  `);
  await using source = await local.open(place.url, { nulls: ['nothing'], ...declared });
  const rows = await local.load(source, 'kinds', {
    small: 'integer',
    big: 'integer',
    price: 'decimal(12,2)',
    ratio: 'double',
    yes: 'boolean',
    born: 'date',
    seen: 'timestamp',
    local: 'timestamp',
    padded: 'text',
    uid: 'text',
    ip: 'text',
    doc: 'text',
    tags: 'text',
    raw: 'text',
    span: 'text',
    note: 'text',
    twice: 'integer',
  });
  // mutant: read COPY's text without putting backslashes back; or take a text that says \\N for null.
  expect(rows).toEqual([
    [
      10n,
      1n,
      9223372036854775807n,
      '1.50',
      0.1,
      true,
      '1960-02-29',
      '2024-02-29 23:30:00',
      '2024-03-01 01:30:00.5',
      'ab',
      '0d1f2a3b-0000-4000-8000-000000000001',
      '10.0.0.1/32',
      '{"a": 1}',
      '{a,"b c"}',
      '\\xdeadbeef',
      '1 day 02:00:00',
      signs,
      2n,
    ],
    [11n, ...Array(15).fill(null), '', null],
  ]);
  expect(await local.load(source, 'kinds', { yes: 'text' })).toEqual([
    [10n, 'true'],
    [11n, null],
  ]);
  // mutant: leave the filler of a single column out; an empty text is an empty line, which is no row.
  expect(await local.load(source, 'kinds', { note: 'text' })).toEqual([
    [10n, signs],
    [11n, ''],
  ]);
});

it('reads all rows of partitioned tables, of tables with heirs, of many rows in the order they come', async () => {
  await using local = await openTypedPlace();
  await place.sql(`
    CREATE TABLE parts(id int, at int) PARTITION BY LIST (at); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
    CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2); INSERT INTO parts SELECT i, 1 + i % 2 FROM generate_series(1, 100) i;
    CREATE TABLE elders(id int, at int); CREATE TABLE heirs() INHERITS (elders);
    INSERT INTO elders VALUES (1, 1); INSERT INTO heirs VALUES (2, 2);
    CREATE TABLE many AS SELECT i AS id, repeat('x', 400) || i AS note FROM generate_series(1, 200000) i;
    CREATE TABLE nobody(id int, note text);
  `);
  await using source = await local.open(place.url, declared);
  expect(await local.load(source, 'parts', { id: 'integer', at: 'integer' })).toHaveLength(100);
  // mutant: COPY the table itself where it has heirs.
  expect(await local.load(source, 'elders', { id: 'integer', at: 'integer' })).toHaveLength(2);
  expect(await local.load(source, 'nobody', { id: 'integer', note: 'text' })).toEqual([]);
  const many = await local.load(source, 'many', { id: 'integer', note: 'text' });
  // mutant: cut files where a chunk ends instead of where a record does.
  expect(many.length).toBe(200_000);
  expect(many.every(([row, id, note], at) => row === BigInt(at + 10) && note === `${'x'.repeat(400)}${id}`)).toBe(true);
  expect(await readdir(local.workDir)).toEqual([]);
});

it.each<[string, string, string, 'integer' | 'date' | 'timestamp' | 'decimal(12,2)', RegExp]>([
  [
    'not a number',
    'numeric(10,2)',
    `'NaN'`,
    'decimal(12,2)',
    /expected decimal\(12,2\), got 1 values that are not, the first in record 2/,
  ],
  ['more decimals than declared', 'numeric(10,4)', '1.0050', 'decimal(12,2)', /got 1 values that are not/],
  ['a float for an integer', 'double precision', '1.5', 'integer', /got 1 values that are not/],
  ['a date that never comes', 'date', `'infinity'`, 'date', /got 1 values that are not/],
  ['a date before our era', 'date', `'0044-03-15 BC'`, 'date', /got 1 values that are not/],
  ['an instant within a day for a date', 'timestamp', `'2024-01-01 10:00'`, 'date', /got 1 values that are not/],
  ['text for a date', 'text', `'2024-01-01 Geheim'`, 'date', /expected date as YYYY-MM-DD, got 1 values that are not/],
])('refuses %s', async (_what, native, value, type, message) => {
  await using local = await openTypedPlace();
  await place.sql(`DROP TABLE IF EXISTS odd; CREATE TABLE odd(v ${native}); INSERT INTO odd VALUES (NULL), (${value})`);
  await using source = await local.open(place.url, declared);
  const error = await local.load(source, 'odd', { v: type }).catch((each: unknown) => each as Error);
  expect(error).toMatchObject({ code: 'bad-source', message: expect.stringMatching(message) });
  expect(`${error} ${(error as Error).cause}`).not.toContain('Geheim');
});

it('sees one moment of the database, whatever is written meanwhile', async () => {
  await using local = await openTypedPlace();
  await place.sql(
    'CREATE TABLE first(id int, note text); CREATE TABLE second(id int, note text); INSERT INTO first VALUES (1)',
  );
  await using source = await local.open(place.url, declared);
  expect(await local.load(source, 'first', { id: 'integer', note: 'text' })).toHaveLength(1);
  await place.sql('INSERT INTO second VALUES (1)');
  // mutant: BEGIN without REPEATABLE READ.
  expect(await local.load(source, 'second', { id: 'integer', note: 'text' })).toEqual([]);
});

it('refuses a table of which the role would see only some rows', async () => {
  await using local = await openTypedPlace();
  await place.sql(`
    CREATE TABLE guarded(id int, note text); INSERT INTO guarded VALUES (1, 'mine'), (2, 'theirs');
    ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON guarded FOR SELECT USING (note = 'mine')`);
  await using source = await local.open(place.url, declared);
  // mutant: leave row_security on; one row of two is read and nobody is told.
  await expect(local.load(source, 'guarded', { id: 'integer', note: 'text' })).rejects.toMatchObject({
    code: 'bad-source',
    message: expect.stringMatching(/table guarded.*row-level security.*BYPASSRLS/),
  });
});

it('tells a connection that is cut while rows come, and a statement that takes too long', async () => {
  await using local = await openTypedPlace();
  await place.sql(
    `CREATE TABLE wide AS SELECT i AS id, repeat(md5(i::text), 30) AS note FROM generate_series(1, 300000) i`,
  );
  {
    await using source = await local.open(place.url, declared);
    await source.describe();
    const loading = local.load(source, 'wide', { id: 'integer', note: 'text' }).catch((each: unknown) => each as Error);
    let cut = 0;
    for (let attempt = 0; attempt < 500 && cut === 0; attempt++) {
      const { rowCount } = await place.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'practicum extract' AND query LIKE 'COPY%' AND state = 'active'`,
      );
      cut = rowCount ?? 0;
      await sleep(2);
    }
    const error = (await loading) as Error;
    expect(error).toMatchObject({
      code: 'bad-source',
      message: expect.stringMatching(/to read table wide, got: .*terminat/),
    });
    expect(`${error.stack} ${String(error.cause)}`).not.toContain(readerPassword);
  }
  expect(await readdir(local.workDir)).toEqual([]);
  const hasty = new URL(place.url);
  await place.sql(`ALTER ROLE ${hasty.username} SET statement_timeout = '20ms'`);
  try {
    await using source = await local.open(place.url, declared);
    await expect(local.load(source, 'wide', { id: 'integer', note: 'text' })).rejects.toMatchObject({
      code: 'bad-source',
      message: expect.stringMatching(/statement timeout; raise statement_timeout for the role/),
    });
  } finally {
    await place.sql(`ALTER ROLE ${hasty.username} RESET statement_timeout`);
  }
});

it('stops at once when cancelled while rows come', async () => {
  await using local = await openTypedPlace();
  const stop = new AbortController();
  await using source = await local.open(place.url, declared, stop.signal);
  await source.describe();
  const loading = local.load(source, 'wide', { id: 'integer', note: 'text' });
  setTimeout(() => stop.abort(), 20);
  await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
});

it('repeats no password, however it is spelt in the address', async () => {
  await using local = await openTypedPlace();
  const wrong = new URL(place.url);
  wrong.pathname = '/no_such_database';
  const nowhere = new URL(place.url);
  nowhere.port = '1';
  const nobody = new URL(place.url);
  nobody.username = 'nobody_here';
  const unusable = place.url.replace(/@.*/, '@');
  const broken = place.url.replace(/:[^:@]*@/, ':p%ZZword@');
  for (const address of [wrong.href, nowhere.href, nobody.href, unusable, broken]) {
    const error = (await local.open(address, declared).catch((each: unknown) => each)) as Error;
    expect(error).toMatchObject({ code: 'bad-source' });
    // mutant: pass the driver's error on as the cause; or decode the password without catching what is no encoding.
    const told = `${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error.cause)}`;
    for (const secret of [readerPassword, encodeURIComponent(readerPassword), 'p%ZZword'])
      expect(told).not.toContain(secret);
  }
});
