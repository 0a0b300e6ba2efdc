// Six tables of a bank that point at each other, keys and personal columns keyed, against plain copies with the bare HMACs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asParquet, drawn, hmacKeySql, hmacSql, inDuckDb } from './plain-duckdb.ts';

type Table = {
  share: number;
  columns: Record<string, string>;
  key: string;
  keyed: Record<string, string>;
  order: string;
};

/** Of every ten rows: one customer, one contact, one and a half accounts and cards, half a loan, four and a half payments. */
const tables: Record<string, Table> = {
  customers: {
    share: 0.1,
    columns: {
      customer_id: 'i + 1',
      name: `'First' || ${drawn('i', 1, 3000)} || ' Last' || ${drawn('i', 2, 45_000)}`,
      birth_number: `lpad(CAST(${drawn('i', 3, 10_000_000_000)} AS VARCHAR), 10, '0')`,
      branch: drawn('i', 4, 300),
    },
    key: 'customer_id',
    order: 'customer_id',
    keyed: { customer_id: 'customer', name: 'name', birth_number: 'birth-number' },
  },
  contacts: {
    share: 0.1,
    columns: { contact_id: 'i + 1', customer_id: pointer(5, 0.1), email: `'p' || i || '@mail.example'` },
    key: 'contact_id',
    order: 'contact_id',
    keyed: { contact_id: 'contact', customer_id: 'customer', email: 'email' },
  },
  accounts: {
    share: 0.15,
    columns: {
      account_id: 'i + 1',
      customer_id: pointer(6, 0.1),
      opened: `DATE '2010-01-01' + CAST(${drawn('i', 7, 5000)} AS INTEGER)`,
    },
    key: 'account_id',
    order: 'account_id',
    keyed: { account_id: 'account', customer_id: 'customer' },
  },
  cards: {
    share: 0.15,
    columns: { card_id: 'i + 1', account_id: pointer(8, 0.15), kind: `'kind ' || ${drawn('i', 9, 5)}` },
    key: 'card_id',
    order: 'card_id',
    keyed: { card_id: 'card', account_id: 'account' },
  },
  loans: {
    share: 0.05,
    columns: {
      loan_id: 'i + 1',
      account_id: pointer(10, 0.15),
      amount: `CAST(${drawn('i', 11, 100_000_000)} / 100 AS DECIMAL(12, 2))`,
    },
    key: 'loan_id',
    order: 'loan_id',
    keyed: { loan_id: 'loan', account_id: 'account' },
  },
  payments: {
    share: 0.45,
    columns: {
      payment_id: 'i + 1',
      account_id: pointer(12, 0.15),
      amount: `CAST(${drawn('i', 13, 1_000_000)} / 100 AS DECIMAL(12, 2))`,
      booked: `DATE '2020-01-01' + CAST(${drawn('i', 14, 1800)} AS INTEGER)`,
    },
    key: 'payment_id',
    order: 'payment_id',
    keyed: { payment_id: 'payment', account_id: 'account' },
  },
};

const relations = [
  ['contacts', 'customer_id', 'customers'],
  ['accounts', 'customer_id', 'customers'],
  ['cards', 'account_id', 'accounts'],
  ['loans', 'account_id', 'accounts'],
  ['payments', 'account_id', 'accounts'],
] as const;

/** A row of a table with that share of all rows; ROWS is put in when the number is known. */
function pointer(salt: number, share: number): string {
  return `1 + CAST(hash(i * 31 + ${salt}) % CAST(ROWS * ${share} AS BIGINT) AS BIGINT)`;
}

export async function writeBank(folder: string, rows: number): Promise<void> {
  await inDuckDb(async (run) => {
    for (const [name, { share, columns }] of Object.entries(tables)) {
      const values = Object.entries(columns).map(
        ([column, value]) => `${value.replace('ROWS', String(rows))} AS ${column}`,
      );
      await run(
        `COPY (SELECT ${values.join(', ')} FROM range(${Math.round(rows * share)}) AS t(i)) TO '${join(folder, `${name}.parquet`)}' (FORMAT parquet, COMPRESSION zstd)`,
      );
    }
  });
  await writeFile(join(folder, 'bank.yaml'), policy());
}

/** Seconds of plain copies in the order of the keys together with the bare HMAC of every distinct keyed value. */
export async function measureBankFloor(folder: string): Promise<number> {
  return inDuckDb(async (run) => {
    await run(hmacKeySql);
    const file = (table: string) => `read_parquet('${join(folder, `${table}.parquet`)}')`;
    for (const [domain, uses] of domains())
      await run(
        `CREATE TABLE "distinct ${domain}" AS SELECT DISTINCT value FROM (${uses.map(([table, column]) => `SELECT CAST(${column} AS VARCHAR) AS value FROM ${file(table)}`).join(' UNION ALL ')})`,
      );
    const started = performance.now();
    for (const [name, { columns, order }] of Object.entries(tables))
      await run(
        `COPY (SELECT ${Object.keys(columns).join(', ')} FROM ${file(name)} ORDER BY ${order}) TO '${join(folder, 'copy.parquet')}' ${asParquet}`,
      );
    for (const domain of domains().keys())
      await run(
        `CREATE TABLE "hashed ${domain}" AS SELECT ${hmacSql('value')} AS hash FROM "distinct ${domain}", bench_key`,
      );
    return (performance.now() - started) / 1000;
  });
}

function domains(): Map<string, [table: string, column: string][]> {
  const found = new Map<string, [string, string][]>();
  for (const [name, { keyed }] of Object.entries(tables))
    for (const [column, domain] of Object.entries(keyed))
      found.set(domain, [...(found.get(domain) ?? []), [name, column]]);
  return found;
}

/** Children in the sealed files whose parent is not there, counted by DuckDB alone. */
export async function countOrphans(sealed: string): Promise<number> {
  let orphans = 0;
  await inDuckDb(async (run) => {
    for (const [child, column, parent] of relations)
      orphans += Number(
        await run(
          `SELECT count(*) FROM '${join(sealed, `${child}.parquet`)}' c ANTI JOIN '${join(sealed, `${parent}.parquet`)}' p ON p.${column} = c.${column}`,
        ),
      );
  });
  return orphans;
}

const types: Record<string, string> = { amount: "'decimal(12,2)'", opened: 'date', booked: 'date', branch: 'integer' };
const texts = ['name', 'birth_number', 'email'];

function policy(): string {
  const columnsOf = ({ columns, keyed }: Table) =>
    Object.keys(columns).map((name) => {
      const domain = keyed[name];
      const type = types[name] ?? (name.endsWith('_id') ? 'integer' : 'text');
      return `      ${name}: { type: ${texts.includes(name) ? 'text' : type}, ${domain ? `pseudonymize: ${domain}` : 'keep: true'} }`;
    });
  return `schema: practicum/extract-policy/1
name: bench-bank
useCase: bench
source: { parquet: { files: { ${Object.keys(tables)
    .map((name) => `${name}: ${name}.parquet`)
    .join(', ')} } } }
subject: { table: customers, budget: all, shiftWeeks: none }
tables:
${Object.entries(tables)
  .map(([name, table]) => `  ${name}:\n    key: [${table.key}]\n    columns:\n${columnsOf(table).join('\n')}`)
  .join('\n')}
relations:
${relations.map(([child, column, parent]) => `  - { child: ${child}, columns: [${column}], parent: ${parent} }`).join('\n')}
privacy: { tier: default, quasiIdentifiers: none, sensitive: none }
fidelity: { target: none }
identifiers:
  - { name: e-mail, columns: [contacts.email], class: email }
`;
}
