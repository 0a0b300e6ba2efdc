// How files are found to be written: by reading them whole, and never as one column without a word.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { proposePolicy } from '../../../datasets/extract.ts';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';

let dir = '';
let turn = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'practicum-dialects-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function propose(files: Record<string, string | Uint8Array>) {
  const folder = join(dir, `source ${++turn}`);
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const proposal = await proposePolicy({ source: folder });
  const { policy } = parsePolicy(Buffer.from(proposal.policy), 'proposed.yaml');
  return { ...proposal, read: policy.source, policy: parse(proposal.policy) };
}

const rows = (count: number, say: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => say(row)).join('\n');

describe('a dialect', () => {
  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('of %s is found', async (_, mark) => {
    const { read, found } = await propose({
      'a.csv': `id${mark}kind\n${rows(20, (row) => `${row}${mark}k${row % 3}`)}\n`,
    });
    expect(read.csv).toMatchObject({ delimiter: mark, header: true, encoding: 'utf-8', skipLines: 0 });
    expect(found.sure).toBe(true);
  });

  it('of semicolons is not taken for the decimal commas between them', async () => {
    const { read, columns } = await propose({
      'a.csv': `id;amount;rate\n${rows(30, (row) => `${row};${row * 3},50;0,${10 + row}`)}\n`,
    });
    expect(read).toMatchObject({ decimalMark: ',', csv: { delimiter: ';' } });
    expect(columns.map(({ type }) => type)).toEqual(['integer', 'decimal(8,2)', 'decimal(8,2)']);
  });

  it('of spaces comes last, without a header, after a blank line', async () => {
    const { read, columns } = await propose({ 'a.data': `\n${rows(30, (row) => `A${row % 4} ${row} x${row % 2}`)}\n` });
    expect(read.csv).toMatchObject({ delimiter: ' ', header: false, skipLines: 1 });
    expect(columns.map(({ column }) => column)).toEqual(['column_1', 'column_2', 'column_3']);
  });

  it('keeps delimiters and line ends inside quotes', async () => {
    const { read, columns } = await propose({
      'a.csv': `id,said\n${rows(20, (row) => `${row},"one, ""two""\nthree ${row % 2}"`)}\n`,
    });
    expect(read.csv).toMatchObject({ delimiter: ',', quote: '"' });
    expect(columns).toHaveLength(2);
  });

  // mutant: trying only the start of a file reads this one until its last line breaks a run; caught here
  it('is proven on the whole file: a ragged line far down leaves the file out, and says where', async () => {
    const long = rows(40_000, (row) => `${row},k${row % 3},${row % 7}`);
    const { leftOut, columns } = await propose({
      'good.csv': 'id,kind\n1,a\n2,b\n3,a\n',
      'bad.csv': `id,kind,turn\n${long}\n40001,k1\n`,
    });
    expect(leftOut).toEqual([{ place: 'bad.csv', reason: expect.stringContaining('line 40002') }]);
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(['good']));
  });

  it('is refused where nothing reads as a table, and one column is told as one', async () => {
    await expect(propose({ 'a.csv': 'a,b\n1,2\n3\n4,5,6\n' })).rejects.toThrow(/none that reads as a table/);
    const { found } = await propose({ 'list.txt': `name\n${rows(30, (row) => `thing ${row}`)}\n` });
    expect(found.remarks.join()).toContain('one column only');
    expect(found.sure).toBe(false);
  });
});

describe('a header', () => {
  it('is told from records by what stands below it', async () => {
    const { read } = await propose({ 'a.csv': rows(30, (row) => `${row},k${row % 3}`) });
    expect(read.csv?.header).toBe(false);
  });

  it('that names nothing over row numbers is passed over for names of the policy', async () => {
    const { read, columns } = await propose({
      'a.csv': `,kind,count\n${rows(30, (row) => `${row},k${row % 3},${row}`)}\n`,
    });
    expect(read.csv).toMatchObject({ header: false, skipLines: 1 });
    expect(columns.map(({ column }) => column)).toEqual(['column_1', 'kind', 'count']);
  });

  // mutant: taking words above words for names puts somebody's name into the policy; caught here
  it('is never made of somebody', async () => {
    const { read, policy } = await propose({
      'a.csv': `John;Smith\n${rows(20, (row) => `Mary${'abcdefghijklmnopqrstuvwxyz'[row]};Jones`)}\nPeter;Miller\n`,
    });
    expect(read.csv?.header).toBe(false);
    expect(JSON.stringify(policy)).not.toContain('Smith');
  });
});

describe('an encoding', () => {
  const names = ['Žofie Dvořáková', 'Jiří Němec', 'Běla Černá', 'Růžena Šťastná', 'Ondřej Kříž'];
  const cp1250: Record<string, number> = {
    Ž: 0x8e,
    ž: 0x9e,
    ř: 0xf8,
    á: 0xe1,
    í: 0xed,
    ě: 0xec,
    Č: 0xc8,
    é: 0xe9,
    ů: 0xf9,
    Š: 0x8a,
    ť: 0x9d,
    š: 0x9a,
    č: 0xe8,
    ý: 0xfd,
  };
  const encode = (text: string, table: Record<string, number>) =>
    Uint8Array.from([...text].map((letter) => table[letter] ?? letter.charCodeAt(0)));

  it('of Central Europe is told from the Western one by the letters that it makes', async () => {
    const text = `id;jmeno\n${rows(40, (row) => `${row};${names[row % 5]}`)}\n`;
    expect((await propose({ 'a.csv': encode(text, cp1250) })).read.csv?.encoding).toBe('windows-1250');
    const latin2 = { ...cp1250, Ž: 0xae, ž: 0xbe, Š: 0xa9, š: 0xb9, ť: 0xbb };
    expect((await propose({ 'a.csv': encode(text, latin2) })).read.csv?.encoding).toBe('iso-8859-2');
  });

  it('of the West is told by its letters too', async () => {
    const text = `id;nom\n${rows(40, (row) => `${row};${['Hélène Lefèvre', 'François Côté', 'Zoë Müller', 'Jérôme Dubois'][row % 4]}`)}\n`;
    expect((await propose({ 'a.csv': Buffer.from(text, 'latin1') })).read.csv?.encoding).toBe('windows-1252');
    expect((await propose({ 'a.csv': text })).read.csv?.encoding).toBe('utf-8');
  });
});

describe('nulls', () => {
  it('are the signs that stand among numbers, and words only there', async () => {
    const { read, columns } = await propose({
      'a.csv': `id,amount,country,mark\n${rows(60, (row) => `${row},${row % 5 === 0 ? 'NA' : row * 2},${['NA', 'CZ', 'DE'][row % 3]},${row % 7 === 0 ? '?' : 'x'}`)}\n`,
    });
    expect(read.nulls).toEqual(['', '?', 'NA']);
    expect(columns.find(({ column }) => column === 'amount')?.type).toBe('integer');
    const words = await propose({
      'a.csv': `id,country\n${rows(60, (row) => `${row},${['NA', 'CZ', 'DE'][row % 3]}`)}\n`,
    });
    expect(words.read.nulls).toEqual(['']);
  });
});
