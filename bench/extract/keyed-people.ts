// People in one Parquet file, every personal column keyed, against DuckDB's copy with the bare HMACs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asParquet, drawn, hmacKeySql, hmacSql, inDuckDb } from './plain-duckdb.ts';

const columns = 'id, email, phone, last_name, first_name, birth_date, amount, branch';
const personal = ['email', 'phone', 'last_name', 'first_name', 'birth_date'];

/** Identifiers all distinct; e-mails and phones of a fifth as many people; 45,000 last names, 3,000 first names, 20,000 days of birth. */
export async function writePeople(folder: string, rows: number): Promise<void> {
  const people = Math.max(1, Math.floor(rows / 5));
  await inDuckDb((run) =>
    run(`COPY (SELECT i * 7919 % 1000000007 AS id,
      'person' || ${drawn('i', 1, people)} || '@mail.example' AS email,
      '+4207' || lpad(CAST(${drawn('i', 2, people)} AS VARCHAR), 8, '0') AS phone,
      'Last' || ${drawn('i', 3, 45_000)} AS last_name, 'First' || ${drawn('i', 4, 3000)} AS first_name,
      DATE '1950-01-01' + CAST(${drawn('i', 5, 20_000)} AS INTEGER) AS birth_date,
      CAST(${drawn('i', 6, 100_000_000)} / 100 AS DECIMAL(12, 2)) AS amount, 'branch ' || ${drawn('i', 7, 300)} AS branch
      FROM range(${rows}) AS t(i)) TO '${join(folder, 'people.parquet')}' (FORMAT parquet, COMPRESSION zstd)`),
  );
  await writeFile(join(folder, 'people.yaml'), policy);
}

/** Seconds of a plain copy, of one in the order of the key, and of the bare HMAC of every distinct value. */
export async function measureFloor(folder: string): Promise<{ raw: number; ordered: number; hmac: number }> {
  const file = `read_parquet('${join(folder, 'people.parquet')}')`;
  const out = join(folder, 'copy.parquet');
  return inDuckDb(async (run) => {
    const seconds = async (...statements: string[]) => {
      const started = performance.now();
      for (const sql of statements) await run(sql);
      return (performance.now() - started) / 1000;
    };
    const raw = await seconds(`COPY (SELECT ${columns} FROM ${file}) TO '${out}' ${asParquet}`);
    const ordered = await seconds(`COPY (SELECT ${columns} FROM ${file} ORDER BY id) TO '${out}' ${asParquet}`);
    await run(hmacKeySql);
    for (const name of ['id', ...personal])
      await run(`CREATE TABLE "distinct ${name}" AS SELECT DISTINCT CAST(${name} AS VARCHAR) AS value FROM ${file}`);
    const hmac = await seconds(
      ...['id', ...personal].map(
        (name) =>
          `CREATE TABLE "hashed ${name}" AS SELECT ${hmacSql('value')} AS hash FROM "distinct ${name}", bench_key`,
      ),
    );
    return { raw, ordered, hmac };
  });
}

const policy = `schema: practicum/extract-policy/1
name: bench-people
useCase: bench
source: { parquet: { files: { people: people.parquet } } }
subject: { table: people, budget: all, shiftWeeks: none }
tables:
  people:
    key: [id]
    columns:
      id: { type: integer, pseudonymize: person }
${personal.map((name) => `      ${name}: { pseudonymize: ${name.replace('_', '-')} }`).join('\n')}
      amount: { type: 'decimal(12,2)', keep: true }
      branch: keep
relations: []
privacy: { tier: default, quasiIdentifiers: none, sensitive: none }
fidelity: { target: none }
identifiers:
  - { name: e-mail, columns: [people.email], class: email }
  - { name: phone, columns: [people.phone], class: phone }
`;
