import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTypedPlace, type TypedPlace } from './typed-place.ts';

async function withBank(place: TypedPlace): Promise<string> {
  await place.sql(
    `ATTACH '{dir}/bank.duckdb' AS bank`,
    'USE bank',
    'CREATE SCHEMA core',
    `CREATE TYPE core.mood AS ENUM ('calm', 'it''s fine')`,
    `CREATE TABLE core.people(id INTEGER PRIMARY KEY, "E-Mail" VARCHAR NOT NULL UNIQUE, mood core.mood, boss INTEGER REFERENCES core.people(id), paid DECIMAL(10,2))`,
    `CREATE TABLE core.cards(person INTEGER NOT NULL REFERENCES core.people(id), number BIGINT, UNIQUE(person, number))`,
    `COMMENT ON TABLE core.people IS 'who banks here'`,
    `COMMENT ON COLUMN core.people.mood IS 'as seen'`,
    'CREATE VIEW core.calm AS SELECT id FROM core.people',
    `INSERT INTO core.people SELECT i, 'p' || i, 'calm', NULL, i + 0.5 FROM range(5) t(i)`,
    'DELETE FROM core.people WHERE id = 2',
  );
  return join(place.dir, 'bank.duckdb');
}

it('says of itself what its catalog says', async () => {
  await using place = await openTypedPlace();
  const source = await place.open(await withBank(place), { duckdb: { schema: 'core' } });
  const column = { nullable: true, comment: null };
  expect(await source.describe()).toEqual({
    kind: 'duckdb',
    tables: [
      {
        name: 'cards',
        comment: null,
        columns: [
          { ...column, name: 'person', nativeType: 'INTEGER', type: 'integer', nullable: false },
          { ...column, name: 'number', nativeType: 'BIGINT', type: 'integer' },
        ],
        primaryKey: [],
        uniqueKeys: [['person', 'number']],
        foreignKeys: [{ columns: ['person'], parent: 'people', parentColumns: ['id'], nullable: false }],
        estimatedRows: 0n,
        partitions: [],
        inherits: [],
      },
      {
        name: 'people',
        comment: 'who banks here',
        columns: [
          { ...column, name: 'id', nativeType: 'INTEGER', type: 'integer', nullable: false },
          { ...column, name: 'E-Mail', nativeType: 'VARCHAR', type: 'text', nullable: false },
          {
            ...column,
            name: 'mood',
            nativeType: "ENUM('calm', 'it''s fine')",
            type: 'text',
            comment: 'as seen',
            enumValues: ['calm', "it's fine"],
          },
          { ...column, name: 'boss', nativeType: 'INTEGER', type: 'integer' },
          { ...column, name: 'paid', nativeType: 'DECIMAL(10,2)', type: 'decimal(10,2)' },
        ],
        primaryKey: ['id'],
        uniqueKeys: [['E-Mail']],
        foreignKeys: [{ columns: ['boss'], parent: 'people', parentColumns: ['id'], nullable: true }],
        estimatedRows: expect.any(BigInt),
        partitions: [],
        inherits: [],
      },
    ],
    views: [{ name: 'calm', kind: 'view', comment: null }],
  });
});

it('reads its tables in the order of the file, and lets the file go afterwards', async () => {
  await using place = await openTypedPlace();
  const path = await withBank(place);
  {
    await using source = await place.open(path, { duckdb: { schema: 'core' } });
    expect(
      await place.load(source, 'people', { id: 'integer', 'E-Mail': 'text', mood: 'text', paid: 'decimal(10,2)' }),
    ).toEqual([0n, 1n, 3n, 4n].map((id, at) => [BigInt(at + 10), id, `p${id}`, 'calm', `${id}.50`]));
  }
  // mutant: never detach; a second source on the same engine is refused.
  await using again = await place.open(path, { duckdb: { schema: 'core' } });
  expect(await again.columnsOf('cards')).toEqual(['person', 'number']);
  expect(await again.columnsOf('calm')).toBeUndefined();
});

it('refuses a file of another kind, one that is missing, and one that somebody writes to', async () => {
  await using place = await openTypedPlace();
  const other = join(place.dir, 'notes.txt');
  await writeFile(other, 'hello'.repeat(5000));
  const declared = { duckdb: {} };
  await expect(place.open(other, declared)).rejects.toMatchObject({
    code: 'bad-source',
    message: expect.stringMatching(/notes\.txt: expected a DuckDB file, got a file of another kind/),
  });
  await expect(place.open(join(place.dir, 'none'), declared)).rejects.toMatchObject({
    code: 'bad-source',
    message: expect.stringMatching(/nothing there; check the path/),
  });
  await expect(place.open(other, { postgres: {} })).rejects.toMatchObject({
    code: 'bad-policy',
    message: expect.stringMatching(/expected a duckdb section for a source that is a file/),
  });
  const path = await withBank(place);
  const script = `const { DuckDBInstance } = await import('@duckdb/node-api'); const i = await DuckDBInstance.create(${JSON.stringify(path)}); console.log('held'); setInterval(() => i, 1000);`;
  const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(writer.stdout, 'data');
    await expect(place.open(path, declared)).rejects.toMatchObject({
      code: 'bad-source',
      message: expect.stringMatching(/another process writes to/),
    });
  } finally {
    writer.kill();
    await once(writer, 'exit');
  }
});
