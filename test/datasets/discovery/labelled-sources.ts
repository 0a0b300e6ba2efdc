// Sources with columns labelled by hand: which of them identify somebody directly.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateBank } from '../../../datasets/bank/generate-bank.ts';
import { sharedData } from '../../shared-data.ts';
import { inventedTables, writeInvented } from './invented-tables.ts';

/** The truth: columns that lead to one person without any other, as table.column. */
export const directColumns: Record<string, readonly string[]> = {
  // Customers with their invoices, and employees. Artists and composers are credits of published works, not people whom the
  // data are about; company, city and postcode lead to nobody alone.
  chinook: [
    ...['first_name', 'last_name', 'address', 'phone', 'fax', 'email'].flatMap((name) => [
      `customer.${name}`,
      `employee.${name}`,
    ]),
    'invoice.billing_address',
  ],
  // A birth number names one person in nearly all cases; account numbers at other banks name their holders.
  berka: ['client.birth_number', 'order.account_to', 'trans.account'],
  // Codes, amounts, ages: nothing in it names anybody.
  german: [],
  bank: [
    ...['first_name', 'last_name', 'email', 'phone', 'national_id', 'street'].map((name) => `customers.${name}`),
    'decisions.officer_name',
  ],
  // A column for each type of span. Organisations, places, titles, ages, dates, postcodes and peoples lead to nobody alone.
  spans: [
    'PERSON',
    'STREET_ADDRESS',
    'CREDIT_CARD',
    'PHONE_NUMBER',
    'EMAIL_ADDRESS',
    'IBAN_CODE',
    'US_SSN',
    'IP_ADDRESS',
    'DOMAIN_NAME',
    'US_DRIVER_LICENSE',
  ].map((type) => `${type}.${type}`),
  invented: inventedTables.flatMap(({ table, columns }) =>
    columns.flatMap(([name, isDirect]) => (isDirect ? [`${table}.${name}`] : [])),
  ),
};

/** A folder, with the true names of its columns by the names that they have there. */
export type LabelledFolder = { folder: string; trueName: ReadonlyMap<string, string> };

/** Undefined where this clone has no such data beside it. */
export async function writeLabelled(source: string, named: boolean, dir: string): Promise<LabelledFolder | undefined> {
  const folder = join(dir, `${source}-${named}`);
  await mkdir(folder, { recursive: true });
  if (source === 'invented') {
    for (const table of inventedTables)
      await writeFile(join(folder, `${table.table}.csv`), writeInvented(table, named));
    return {
      folder,
      trueName: new Map(
        inventedTables.flatMap(({ table, columns }) =>
          columns.map(([name], at) => [`${table}.${named ? name : `c${at + 1}`}`, `${table}.${name}`]),
        ),
      ),
    };
  }
  if (source === 'spans') return writeSpans(folder, named);
  const plain = source === 'bank' ? await makeBank(dir) : sharedData(source);
  if (plain === undefined) return undefined;
  await cp(plain, folder, { recursive: true });
  return { folder, trueName: source === 'german' ? new Map() : await renameHeaders(folder, named) };
}

async function makeBank(dir: string): Promise<string> {
  const bank = join(dir, 'generated bank');
  await generateBank({ dir: bank, customers: 400, seed: 5 }).catch(() => {});
  return bank;
}

async function renameHeaders(folder: string, named: boolean): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const file of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    const end = text.search(/\r?\n/);
    const delimiter = text.slice(0, end).includes(';') ? ';' : ',';
    const header = text
      .slice(0, end)
      .split(delimiter)
      .map((cell) => cell.replaceAll('"', ''));
    const given = named ? header : header.map((_, at) => `c${at + 1}`);
    const [table = ''] = file.split('.');
    for (const [at, name] of given.entries()) names.set(`${table}.${name}`, `${table}.${header[at]}`);
    await writeFile(join(folder, file), `${given.join(delimiter)}${text.slice(end)}`);
  }
  return names;
}

async function writeSpans(folder: string, named: boolean): Promise<LabelledFolder | undefined> {
  const path = sharedData('pii-text', 'labelled.json');
  if (path === undefined) return undefined;
  const records = JSON.parse(await readFile(path, 'utf8')) as {
    spans: { entity_type: string; entity_value: string }[];
  }[];
  const byType = Map.groupBy(
    records.flatMap(({ spans }) => spans),
    ({ entity_type }) => entity_type,
  );
  const names = new Map<string, string>();
  for (const [type, spans] of byType) {
    const name = named ? type.toLowerCase() : 'c1';
    names.set(`${type}.${name}`, `${type}.${type}`);
    const lines = spans.map(({ entity_value }, row) => `${row},"${entity_value.replaceAll('"', '""')}"`);
    await writeFile(join(folder, `${type}.csv`), `row,${name}\n${lines.join('\n')}\n`);
  }
  return { folder, trueName: names };
}
