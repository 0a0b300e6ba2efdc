// A bank of sixty people, small enough to read, with every shape of relation that breaks subsetters.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyFile } from '../../datasets/extract.ts';

type Rows = (string | number)[][];

const first = ['Anna', 'Boris', 'Clara', 'David', 'Ema', 'Filip', 'Greta', 'Hugo', 'Iris', 'Jakub'];
const last = ['Abendroth', 'Bielak', 'Cermakova', 'Dragomir', 'Eastwell', 'Fenwick'];
const day = (offset: number) => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
const personName = (id: number) => `${first[id % 10]} ${last[Math.floor(id / 10)]}`;
const ids = Array.from({ length: 60 }, (_, id) => id);

/** boss_id points into its own table; two holders share every tenth account; a transfer points twice at accounts; visits have a composite key. */
export const smallBank: Record<string, Rows> = {
  people: [
    ['person_id', 'name', 'email', 'birth_number', 'district', 'boss_id', 'joined'],
    ...ids.map((id) => [
      id + 1,
      personName(id),
      `p${id}@mail.test`,
      600101 + id * 137,
      1 + (id % 3),
      id === 0 ? '' : 1 + Math.floor((id - 1) / 4),
      day(id),
    ]),
  ],
  accounts: [['account_id', 'opened'], ...ids.map((id) => [1000 + id, day(id * 2)])],
  holders: [
    ['person_id', 'account_id'],
    ...ids.map((id) => [id + 1, 1000 + id]),
    ...ids.filter((id) => id % 10 === 0).map((id) => [id + 2, 1000 + id]),
  ],
  transfers: [
    ['transfer_id', 'from_account', 'to_account', 'booked', 'amount', 'memo'],
    ...ids.map((id) => [
      id + 1,
      1000 + id,
      1000 + ((id * 7 + 3) % 60),
      day(id * 2 + 3),
      `${id * 10}.50`,
      id % 5 === 0 ? '' : 'rent',
    ]),
  ],
  visits: [
    ['account_id', 'turn', 'seen'],
    ...ids.flatMap((id) => [
      [1000 + id, 1, day(id)],
      [1000 + id, 2, day(id + 9)],
    ]),
  ],
  notes: [
    ['note_id', 'account_id', 'turn', 'kind'],
    ...ids.map((id) => [id + 1, 1000 + id, 1 + (id % 2), id % 2 === 0 ? 'call' : 'letter']),
  ],
  districts: [
    ['district', 'region'],
    [1, 'north'],
    [2, 'north'],
    [3, 'south'],
  ],
};

export const smallBankPolicy = `schema: practicum/extract-policy/1
name: small-bank
useCase: pd-12
source:
  nulls: ['']
  csv:
    delimiter: ';'
    quote: '"'
    encoding: utf-8
    header: true
    files:
      people: people.csv
      accounts: accounts.csv
      holders: holders.csv
      transfers: transfers.csv
      visits: visits.csv
      notes: notes.csv
      districts: districts.csv
  postgres:
    schema: small_bank
subject: { table: people, budget: 30, shiftWeeks: 4 }
tables:
  people:
    key: [person_id]
    columns:
      person_id: { type: integer, pseudonymize: person }
      name: { dictionary: { class: fullName, locale: de } }
      email: drop
      region: { from: district, type: integer, generalize: { lookup: districts.region } }
      boss_id: { type: integer, pseudonymize: person }
      joined: { type: date, shiftDates: true }
  accounts:
    key: [account_id]
    columns:
      account_id: { type: integer, pseudonymize: account }
      opened: { type: date, shiftDates: true }
  holders:
    key: [person_id, account_id]
    columns:
      person_id: { type: integer, pseudonymize: person }
      account_id: { type: integer, pseudonymize: account }
  transfers:
    key: [transfer_id]
    columns:
      from_account: { type: integer, pseudonymize: account }
      to_account: { type: integer, pseudonymize: account }
      booked: { type: date, shiftDates: true }
      amount: { type: 'decimal(12,2)', keep: true }
      memo: keep
  visits:
    key: [account_id, turn]
    columns:
      account_id: { type: integer, pseudonymize: account }
      turn: { type: integer, keep: true }
      seen: { type: date, shiftDates: true }
  notes:
    key: [note_id]
    columns:
      note_id: { pseudonymize: note }
      account_id: { type: integer, pseudonymize: account }
      turn: { type: integer, keep: true }
      kind: keep
  districts:
    key: [district]
    columns:
      region: keep
relations:
  - { child: people, columns: [boss_id], parent: people, reference: true }
  - { child: people, columns: [district], parent: districts, reference: true }
  - { child: holders, columns: [person_id], parent: people }
  - { child: holders, columns: [account_id], parent: accounts }
  - { child: transfers, columns: [from_account], parent: accounts }
  - { child: transfers, columns: [to_account], parent: accounts, reference: true }
  - { child: visits, columns: [account_id], parent: accounts }
  - { child: notes, columns: [account_id, turn], parent: visits }
privacy:
  tier: internal
  quasiIdentifiers: [people.region]
  sensitive: none
# Dates move by weeks in a bank of four months: whoever compares them finds that.
fidelity: { target: none, pairTrends: 1 }
identifiers:
  - { name: name, columns: [people.name], class: fullName }
  - { name: e-mail, columns: [people.email], class: email }
  - name: birth number
    columns: [people.birth_number]
    class: number
    context: [birth number, born]
    tuple: [people.birth_number, people.district]
`;

export type Workplace = AsyncDisposable & {
  dir: string;
  source: string;
  policyPath: string;
  keyPath: string;
  /** A path that does not exist yet. */
  out: (name: string) => string;
  writePolicy: (text: string) => Promise<void>;
  writeTable: (table: string, rows: Rows, encoding?: BufferEncoding) => Promise<void>;
};

/** A folder with the small bank as CSV, its policy, and a key; gone when disposed of. */
export async function makeWorkplace(): Promise<Workplace> {
  const dir = await mkdtemp(join(tmpdir(), 'practicum-extract-'));
  const source = join(dir, 'source');
  const policyPath = join(dir, 'small-bank.yaml');
  const keyPath = join(dir, 'key');
  await mkdir(source);
  await createKeyFile(keyPath);
  const writePolicy = (text: string) => writeFile(policyPath, text);
  const writeTable = (table: string, rows: Rows, encoding: BufferEncoding = 'utf8') =>
    writeFile(join(source, `${table}.csv`), `${rows.map((row) => row.join(';')).join('\n')}\n`, encoding);
  await writePolicy(smallBankPolicy);
  for (const [table, rows] of Object.entries(smallBank)) await writeTable(table, rows);
  return {
    dir,
    source,
    policyPath,
    keyPath,
    out: (name) => join(dir, name),
    writePolicy,
    writeTable,
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}
