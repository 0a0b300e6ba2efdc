// The SQL page: what it answers, and what a query cannot do.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceRuntime } from '../../../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import { newId } from '../../../../../api/store/ids.ts';
import { askTool } from '../../ask-tool.ts';
import { sealSmallExtract } from '../../small-extract.ts';

describe('the SQL tool', () => {
  const sandboxId = newId('sandbox');
  let folder = '';
  let runtime: WorkspaceRuntime;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'practicum-sql-'));
    const extract = await sealSmallExtract(join(folder, 'extract'), { customers: 600 });
    await writeFile(join(folder, 'root.json'), '{"token":"t"}');
    runtime = new WorkspaceRuntime({ folder, token: 't', installationId: newId('installation') });
    await runtime.start({
      sandboxId,
      generation: 1,
      purpose: 'seat',
      track: 'builders',
      extractDigest: extract.digest,
      extractFolder: extract.folder,
      startFiles: new Map(),
    });
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function query(sql: string) {
    const { status, body } = await askTool(runtime, sandboxId, 'sql', '/query', { sql });
    return { status, ...JSON.parse(body) };
  }

  test('lists the tables with columns and rows', async () => {
    const { body } = await askTool(runtime, sandboxId, 'sql', '/tables');
    expect(JSON.parse(body)).toEqual({
      tables: [
        {
          name: 'customers',
          columns: [
            { name: 'customer_id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
            { name: 'income', type: 'BIGINT' },
          ],
          rows: 600,
        },
        expect.objectContaining({ name: 'loans', rows: 1200 }),
      ],
    });
  });

  test.for([
    'select count(*) as n, sum(income) as total from customers',
    'with rich as (select * from customers where income > 50000) select count(*) as n, 17970000 as total from customers',
    '-- how many\nfrom (select count(*) as n, 17970000::bigint as total from customers)',
  ])('answers %j', async (sql) => {
    const answer = await query(sql);
    expect(answer.detail).toBeUndefined();
    expect(answer).toMatchObject({ status: 200, rows: [[600, 17970000]], truncated: false });
    expect(answer.columns.map((column: { name: string }) => column.name)).toEqual(['n', 'total']);
  });

  test('shows what JSON cannot hold as text', async () => {
    const { rows } = await query(
      `select 9007199254740993::bigint, 1.25::decimal(9,2), date '2026-11-21', [1, 2], null, 'nan'::double, true, '<b>'`,
    );
    expect(rows).toEqual([['9007199254740993', '1.25', '2026-11-21', '[1,2]', null, 'NaN', true, '<b>']]);
  });

  test('cuts off after 500 rows and says so', async () => {
    const answer = await query('select * from customers');
    expect(answer.rows).toHaveLength(500);
    expect(answer.truncated).toBe(true);
    expect((await query('select * from customers limit 500')).truncated).toBe(false);
  });

  test('describes and summarizes', async () => {
    expect((await query('describe customers')).rows).toHaveLength(3);
    expect((await query('show tables')).rows).toEqual([['customers'], ['loans']]);
  });

  test.for([
    `select * from read_csv('/etc/passwd')`,
    `select * from read_text('/etc/passwd')`,
    `select * from read_blob('/proc/self/environ')`,
    `select * from sniff_csv('/etc/passwd')`,
    `select * from parquet_metadata('/etc/passwd')`,
    `from '/etc/passwd'`,
    `select * from glob('/*')`,
    `select * from read_parquet('https://example.com/x.parquet')`,
    `copy customers to '$FOLDER/stolen.csv'`,
    `copy (select 1) to '$FOLDER/stolen.csv'`,
    `export database '$FOLDER/stolen'`,
    `attach '$FOLDER/stolen.db' as stolen`,
    `install httpfs`,
    `load httpfs`,
    `set enable_external_access = true`,
    `set threads = 64`,
    `reset lock_configuration`,
    `pragma threads = 64`,
    `pragma database_list`,
    `call pragma_version()`,
    `create table mine (a int)`,
    `create or replace view customers as select 1`,
    `drop view customers`,
    `insert into customers values (1, 'x', 1)`,
    `select 1; drop view customers`,
    `prepare p as select 1`,
    `begin`,
    `select getenv('PATH')`,
    ``,
    `selec 1`,
    `select nothing from customers`,
  ])('refuses %j with a clear problem', async (sql) => {
    const answer = await query(sql.replaceAll('$FOLDER', folder));
    expect([400, 422]).toContain(answer.status);
    expect(answer.detail).toMatch(/\w{4}/);
    expect(answer.rows).toBeUndefined();
    expect((await readdir(folder)).filter((name) => name.startsWith('stolen'))).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain('root:');
  });

  test('cannot write, also where the statement gate is not asked', async () => {
    // mutant: the gate lets everything through; DuckDB's own lock must hold by itself
    const { LockedDatabase } = await import('../../../../../api/sandboxes/runtimes/workspace/locked-database.ts');
    const database = await LockedDatabase.open([
      { name: 'customers', file: join(folder, 'extract', 'customers.parquet') },
    ]);
    const connection = await database.connect();
    for (const sql of [
      `copy (select 1) to '${folder}/stolen.csv'`,
      `attach '${folder}/stolen.db' as stolen`,
      `set enable_external_access = true`,
      `set allowed_directories = ['/']`,
      `select * from read_text('/etc/passwd')`,
      `load httpfs`,
    ]) {
      await expect(connection.run(sql), sql).rejects.toThrow();
    }
    connection.closeSync();
    database.close();
  });

  test('ends a query that takes too long, and the next one is answered', async () => {
    const begun = performance.now();
    const answer = await query('select sum(a.range * b.range) from range(1000000) a, range(1000000) b');
    expect(answer).toMatchObject({
      status: 422,
      code: 'query-failed',
      detail: expect.stringContaining('longer than 2 s'),
    });
    expect(performance.now() - begun).toBeLessThan(8_000);
    expect((await query('select 1')).rows).toEqual([[1]]);
  });

  test('ends a query that eats memory beyond all limits without harm to anybody', async () => {
    // One expression that never looks at the interrupt and that DuckDB's own memory limit does not count.
    const hog = query(`select length(string_agg(repeat(chr(120), 900000000), ',')) from range(3)`);
    const neighbours = await Promise.all([1, 2, 3].map(() => query('select count(*) from customers')));
    expect(neighbours.map((answer) => answer.rows)).toEqual([[[600]], [[600]], [[600]]]);
    expect(await hog).toMatchObject({ status: 422, code: 'query-failed' });
    expect((await query('select 1')).rows).toEqual([[1]]);
  });

  test('serves a page with relative addresses, no inline script, and every table', async () => {
    const page = await askTool(runtime, sandboxId, 'sql', '/');
    expect(page.type).toContain('text/html');
    expect(page.body).toContain('<code>customers</code>');
    expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|(src|href)="\//);
    for (const [, path] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await askTool(runtime, sandboxId, 'sql', `/${path}`)).status).toBe(200);
    }
  });

  test('refuses a body that is no JSON, and paths it does not have', async () => {
    expect((await askTool(runtime, sandboxId, 'sql', '/query', 'text')).status).toBe(400);
    expect((await askTool(runtime, sandboxId, 'sql', '/query', { sql: 'x'.repeat(30_000) })).status).toBe(400);
    expect((await askTool(runtime, sandboxId, 'sql', '/nothing')).status).toBe(404);
  });
});
