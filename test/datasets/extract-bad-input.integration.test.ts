import { appendFile, chmod, readdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createKeyFile, runExtract } from '../../datasets/extract.ts';
import { ExtractError } from '../../datasets/extract-error.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from './small-bank.ts';

const secret = 'Xylophon Geheim';

/** What a run with this fault says; nothing may be left behind, and no error may repeat what a row says. */
async function refusal(spoil: (place: Workplace) => Promise<unknown>): Promise<{ code: string; message: string }> {
  await using place = await makeWorkplace();
  await spoil(place);
  const before = await readdir(place.dir);
  const outcome = await runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out('out'),
    allowUnsigned: true,
  }).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(ExtractError);
  // mutant: create the output folder before the source is checked; caught here.
  expect(await readdir(place.dir)).toEqual(before);
  const { code, message, cause } = outcome as ExtractError;
  expect(`${message} ${String(cause)}`).not.toContain(secret);
  return { code, message };
}

const rowsOf = (table: string) => smallBank[table] ?? [];
const policyWith = (from: string, to: string) => (place: Workplace) =>
  place.writePolicy(smallBankPolicy.replace(from, to));

it.each<[string, (place: Workplace) => Promise<unknown>, string, RegExp]>([
  [
    'a row with a field too few',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), [secret]]),
    'bad-source',
    /accounts\.csv, line 62: expected 2 columns, got 1/,
  ],
  [
    'a row with a field too many',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), [1, secret, 3]]),
    'bad-source',
    /accounts\.csv, line 62: expected 2 columns, got 3/,
  ],
  [
    'a quote that never closes',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), [7777, `"${secret}`]]),
    'bad-source',
    /accounts\.csv.*quote/,
  ],
  [
    'another encoding than declared',
    (place) =>
      place.writeTable(
        'transfers',
        [...rowsOf('transfers'), [99, 1000, 1001, '2024-01-01', '1.00', `é ${secret}`]],
        'latin1',
      ),
    'bad-source',
    /transfers\.csv, line 62: expected UTF-8/,
  ],
  [
    'UTF-8 where another encoding is declared',
    async (place) => {
      await place.writeTable('transfers', [...rowsOf('transfers'), [99, 1000, 1001, '2024-01-01', '1.00', 'é']]);
      await place.writePolicy(smallBankPolicy.replace('encoding: utf-8', 'encoding: windows-1250'));
    },
    'bad-source',
    /expected windows-1250, got UTF-8/,
  ],
  [
    'a value that is not of its type',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), [1.5, '2024-01-01']]),
    'bad-source',
    /accounts\.csv, column account_id: expected integer, got 1 values.*record 61/,
  ],
  [
    'a date of another format',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), [7777, '31.12.2024']]),
    'bad-source',
    /column opened: expected date as YYYY-MM-DD/,
  ],
  [
    'a last line that is cut off',
    async (place) => appendFile(join(place.source, 'accounts.csv'), '7777'),
    'bad-source',
    /accounts\.csv, line 62: expected 2 columns, got 1/,
  ],
  [
    'a file that is cut off in its header',
    (place) => writeFile(join(place.source, 'accounts.csv'), '"account_id;op'),
    'bad-source',
    /accounts\.csv, line 1: expected every quote to be closed/,
  ],
  [
    'line endings of two kinds',
    async (place) => appendFile(join(place.source, 'accounts.csv'), '7777;2024-01-01\r\n7778;2024-01-01\r\n'),
    'bad-source',
    /accounts\.csv.*expected lines that end alike/,
  ],
  [
    'a record longer than any letter',
    (place) =>
      place.writeTable('transfers', [
        ...rowsOf('transfers'),
        [99, 1000, 1001, '2024-01-01', '1.00', 'x'.repeat(17 << 20)],
      ]),
    'bad-source',
    /transfers\.csv, line 62: expected lines of at most 16 MiB/,
  ],
  [
    'UTF-16 where UTF-8 is declared',
    (place) => writeFile(join(place.source, 'accounts.csv'), '\uFEFFaccount_id;opened\n', 'utf16le'),
    'bad-source',
    /accounts\.csv: expected UTF-8, got UTF-16 with its low bytes first; declare/,
  ],
  [
    'UTF-16 without its mark',
    (place) => writeFile(join(place.source, 'accounts.csv'), 'account_id;opened\n', 'utf16le'),
    'bad-source',
    /accounts\.csv: expected UTF-8, got zero bytes/,
  ],
  [
    'another encoding in a header',
    (place) => writeFile(join(place.source, 'accounts.csv'), 'account_id;opened;größe\n', 'latin1'),
    'bad-source',
    /accounts\.csv, line 1: expected UTF-8, got bytes that are not/,
  ],
  [
    'UTF-16 that is cut off in a letter',
    async (place) => {
      for (const [table, rows] of Object.entries(smallBank)) await place.writeTable(table, rows, 'utf16le');
      await place.writePolicy(smallBankPolicy.replace('encoding: utf-8', 'encoding: utf-16le'));
      await appendFile(join(place.source, 'accounts.csv'), Buffer.from([0x31]));
    },
    'bad-source',
    /accounts\.csv: expected utf-16le, got bytes that are not/,
  ],
  [
    'a decimal point where a comma is declared',
    policyWith("  nulls: ['']", "  nulls: ['']\n  decimalMark: ','"),
    'bad-source',
    /transfers\.csv, column amount: expected decimal\(12,2\) with a decimal comma, got 60 values/,
  ],
  [
    'a file outside of the folder',
    policyWith('accounts: accounts.csv', 'accounts: ../accounts.csv'),
    'bad-source',
    /expected a file inside the source folder/,
  ],
  [
    'an empty file',
    (place) => writeFile(join(place.source, 'notes.csv'), ''),
    'bad-source',
    /notes\.csv: expected a header/,
  ],
  [
    'a header with one name twice',
    (place) => place.writeTable('accounts', [['account_id', 'Account_ID']]),
    'bad-source',
    /different names/,
  ],
  [
    'a primary key that comes twice',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), [1000, '2024-01-01']]),
    'bad-source',
    /accounts: expected account_id to be one row's own, got 1/,
  ],
  [
    'a primary key that is null',
    (place) => place.writeTable('accounts', [...rowsOf('accounts'), ['', '2024-01-01']]),
    'bad-source',
    /accounts: expected account_id to be one row's own/,
  ],
  [
    'a row whose parent is missing',
    (place) => place.writeTable('notes', [...rowsOf('notes'), [999, 1000, 3, 'call']]),
    'bad-source',
    /notes \(account_id, turn\): expected every row to point at a row of visits, got 1/,
  ],
  [
    'a table whose file is missing',
    (place) => unlink(join(place.source, 'visits.csv')),
    'bad-policy',
    /line \d+, tables\.visits: expected a table that the source has/,
  ],
  [
    'a column that the source has not',
    policyWith('      memo: keep', '      meno: keep'),
    'bad-policy',
    /small-bank\.yaml, line \d+, tables\.transfers\.columns\.meno: expected a column of transfers in the source \(transfer_id, .*memo\), got meno/,
  ],
  [
    'a relation to a table that is not declared',
    policyWith('parent: visits', 'parent: visit'),
    'bad-policy',
    /relations\.7\.parent: expected a table declared/,
  ],
  [
    'a budget too small for people who all hang together',
    policyWith('parent: people, reference: true', 'parent: people'),
    'bad-policy',
    /subject\.budget: expected room.*up to 60 subjects hang together/,
  ],
  [
    'a kept date of a subject',
    policyWith('joined: { type: date, shiftDates: true }', 'joined: { type: date, keep: true }'),
    'bad-policy',
    /tables\.people\.columns\.joined: expected shiftDates or generalize to the year/,
  ],
  [
    'a subject’s month',
    policyWith('joined: { type: date, shiftDates: true }', 'joined: { type: date, generalize: { to: month } }'),
    'bad-policy',
    /got the month/,
  ],
  [
    'two domains on two sides of a relation',
    policyWith('boss_id: { type: integer, pseudonymize: person }', 'boss_id: { type: integer, pseudonymize: boss }'),
    'bad-policy',
    /expected one transform on both sides/,
  ],
  [
    'a dictionary of which the source uses every word',
    async (place) => {
      const [header = [], ...rows] = rowsOf('people');
      const words = await germanFirstNames();
      await place.writeTable('people', [
        header,
        ...rows,
        ...words.map((word, at) => [5000 + at, word, `w${at}@mail.test`, 100000 + at, 1, '', '2024-01-01']),
      ]);
      await place.writePolicy(smallBankPolicy.replace('class: fullName, locale', 'class: firstName, locale'));
    },
    'bad-policy',
    /choose another locale/,
  ],
])('refuses %s', async (_what, spoil, code, message) => {
  const told = await refusal(spoil);
  expect(told.message).toMatch(message);
  expect(told.code).toBe(code);
});

async function germanFirstNames(): Promise<string[]> {
  const { faker } = await import('@faker-js/faker/locale/de');
  const { female = [], male = [], generic = [] } = faker.definitions.person.first_name as Record<string, string[]>;
  return [...new Set([...female, ...male, ...generic])];
}

it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
  ['empty', (path) => writeFile(path, ''), /expected a line of base64, got an empty file/],
  [
    'short',
    (path) => writeFile(path, `${Buffer.from('too short').toString('base64')}\n`),
    /expected at least 32 bytes, got 9/,
  ],
  ['no base64', (path) => writeFile(path, 'correct horse battery staple correct horse'), /expected one line of base64/],
  [
    'a repeated byte',
    (path) => writeFile(path, `${Buffer.alloc(32, 1).toString('base64')}\n`),
    /expected random bytes/,
  ],
  ['readable by others', (path) => chmod(path, 0o644), /expected mode 0600, got mode 0644/],
  ['readable by its group', (path) => chmod(path, 0o640), /expected mode 0600, got mode 0640/],
  ['missing', (path) => unlink(path), /expected a key file, got ENOENT/],
])('refuses a key file that is %s, and says how to make one', async (_what, spoil, message) => {
  const told = await refusal((place) => spoil(place.keyPath));
  expect(told).toMatchObject({ code: 'bad-key', message: expect.stringMatching(message) });
  expect(told.message).toMatch(/practicum key create FILE/);
});

it('never overwrites a key', async () => {
  await using place = await makeWorkplace();
  await expect(createKeyFile(place.keyPath)).rejects.toMatchObject({ code: 'bad-key' });
});
