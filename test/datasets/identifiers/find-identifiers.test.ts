import { describe, expect, it } from 'vitest';
import { findIdentifiers } from '../../../datasets/identifiers/find-identifiers.ts';
import { parseIdentifierSet } from '../../../datasets/identifiers/identifier-set.ts';
import { identifierSetOf } from '../identifier-set-of.ts';

const births = Array.from({ length: 5000 }, (_, at) => String(100_000 + at * 173));
const set = identifierSetOf(
  {
    name: 'birth number',
    class: 'number',
    context: ['birth number', 'born'],
    values: births,
    tuple: {
      columns: ['client.birth_number', 'client.district_id'],
      companions: births.map((_, at) => [String(at % 77)]),
    },
  },
  { name: 'e-mail', class: 'email', values: ['anna.nova@bank.test'] },
  { name: 'phone', class: 'phone', values: ['+420 601 234 567'] },
  { name: 'iban', class: 'iban', values: ['CZ65 0800 0000 1920 0014 5399'] },
  { name: 'name', class: 'fullName', context: ['customer'], values: ['Anna Nová', 'Jan van der Berg'] },
  { name: 'card', class: 'pan', values: ['4111 1111 1111 1111'] },
  { name: 'insurance', class: 'nationalId', context: ['nino'], values: ['AB123456C'] },
  { name: 'fiscal', class: 'nationalId', context: ['fiscal code'], values: ['RSSMRA85T10A562S'] },
  { name: 'host', class: 'ip', context: ['from'], values: ['10.1.2.3', '2001:db8:0:0:1:2:3:4'] },
  { name: 'home', class: 'address', values: ['Dlouhá třída 1280/12, Praha'] },
  { name: 'account', class: 'number', context: ['account'], values: ['1234567890123456'] },
);
const [birth = ''] = births.slice(7);

const found = (text: string, path?: string) =>
  findIdentifiers(text, set, path ? { path } : {}).map(
    ({ identifier, line, column }) => `${identifier} ${line}:${column}`,
  );

describe('a value that counts anywhere', () => {
  it.each([
    ['an e-mail in another case', 'write to Anna.Nova@Bank.test today', 'e-mail 1:10'],
    ['a phone in national form', 'call 601234567 now', 'phone 1:6'],
    ['a phone in groups', 'call (+420) 601-234-567 now', 'phone 1:7'],
    ['an IBAN without spaces', 'to CZ6508000000192000145399.', 'iban 1:4'],
    ['a name', 'said Anna Nová again', 'name 1:6'],
    ['a name turned round', 'NOVÁ, ANNA', 'name 1:1'],
    ['a name of four words', 'for Jan van der Berg', 'name 1:5'],
    ['a long number', 'ref 1234567890123456', 'account 1:5'],
    ['a card in groups', 'paid by 4111-1111-1111-1111.', 'card 1:9'],
    ['a fiscal code in groups', 'code RSSMRA 85T10 A562S', 'fiscal 1:6'],
    ['an address of 128 bits', 'login 2001:DB8:0:0:1:2:3:4', 'host 1:7'],
    ['an address without its commas', 'lives: dlouhá třída 1280 12 Praha now', 'home 1:8'],
  ])('is found: %s', (_what, text, finding) => {
    expect(found(text)).toEqual([finding]);
  });

  it('is found in a cell, in a JSON string, in the source of a notebook', () => {
    expect(found('a,b\n1,anna.nova@bank.test\n', 'x.csv')).toEqual(['e-mail 2:3']);
    expect(found('{"cells":[{"source":["print(\\"Anna Nová\\")"]}]}', 'x.ipynb')).toHaveLength(1);
  });

  it('is found where two columns say it side by side', () => {
    // mutant: read cells one by one only; caught here.
    expect(found('id,first_name,last_name\n1,Anna,Nová\n', 'x.csv')).toEqual(['name 2:3']);
  });

  it('is not found in what only looks like it', () => {
    expect(found('anna.nova@other.test, Anna Novak, 601234568, CZ6508000000192000145398')).toEqual([]);
  });
});

describe('a low-entropy value', () => {
  it.each([
    ['after a context word', `Client with birth number ${birth} defaulted`],
    ['after a context word in code', `df[df.birth_number == '${birth}']`],
    ['by letters and digits after its word', 'NINO: ab 12 34 56 c'],
    ['as a network address after its word', 'came from 10.1.2.3 at noon'],
    ['in groups', `born ${birth.slice(0, 2)}/${birth.slice(2)}`],
    ['on one line with its companion', `${birth} of district 7`],
  ])('is found %s', (_what, text) => {
    expect(found(text)).toHaveLength(1);
  });

  it.each([
    ['a private network address', 'the host is 10.1.2.3 here'],
    ['a short code', 'part AB123456C of the shelf'],
    ['a bare amount', `The amount was ${birth} in June`],
    ['a decimal', `birth number unknown. It cost ${birth}.50`],
    ['part of a longer number', `born 9${birth}`],
    ['a context word in another sentence', `The birth number was dropped. Row ${birth} is odd`],
  ])('passes as %s', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  it('counts under a column or key of its name, and not under another', () => {
    expect(found(`id;Birth_Number\n1;${birth}\n`, 'x.csv')).toEqual(['birth number 2:3']);
    expect(found(`trans_id,amount\n${birth},100\n`, 'x.csv')).toEqual([]);
    expect(found(`[{"birthNumber": ${birth}}]`, 'x.json')).toHaveLength(1);
    expect(found(`[{"id": ${birth}}]`, 'x.json')).toEqual([]);
    expect(found(`{"birth_number": {"0": ${birth}}}`, 'x.json')).toHaveLength(1);
  });

  it('counts beside its companion in one row', () => {
    expect(found(`x,y\n${birth},7\n`, 'x.csv')).toEqual(['birth number 2:1']);
    expect(found(`x,y\n${birth},8\n`, 'x.csv')).toEqual([]);
  });

  it('counts where a column holds far more of them than chance explains, and not where chance does', () => {
    const table = (values: string[]) => `x\n${values.map((value) => `${value},0.5`).join('\n')}`.replace('x', 'x,y');
    // mutant: drop the comparison with chance; caught by the second line.
    expect(found(table(births.slice(0, 20)), 'x.csv')).toHaveLength(20);
    expect(found(table(Array.from({ length: 5000 }, (_, at) => String(500_000 + at * 11))), 'x.csv')).toEqual([]);
  });

  it('counts in the first line of a file that has no header', () => {
    expect(found(`${birth},7\n123,9\n`, 'x.csv')).toEqual(['birth number 1:1']);
  });
});

it('masks the value and other numbers around it', () => {
  const [finding] = findIdentifiers(`Anna, card 4111 birth number ${birth}, pays`, set);
  expect(finding?.excerpt).not.toMatch(/\d/);
  expect(finding?.excerpt).toContain('birth number ••••••');
});

it('takes no more than about four times as long for four times the numbers', () => {
  const secondsFor = (rows: number) => {
    const text = Array.from({ length: rows }, (_, at) => `${at * 7919},${at * 31},text of row`).join('\n');
    const started = performance.now();
    findIdentifiers(`a,b,c\n${text}`, set, { path: 'x.csv' });
    return performance.now() - started;
  };
  secondsFor(1_000);
  const few = Math.min(secondsFor(5_000), secondsFor(5_000), secondsFor(5_000));
  // mutant: look for each cell's line from the start of the text; the ratio becomes sixteen.
  expect(Math.min(secondsFor(20_000), secondsFor(20_000)) / few).toBeLessThan(10);
});

it.each([
  ['{', 'no JSON'],
  ['{"format":"practicum-identifier-set/1","key":"c2VjcmV0"}', 'identifiers is wrong'],
])('refuses %s as an identifier set', (text, reason) => {
  expect(() => parseIdentifierSet(text)).toThrow(reason);
});
