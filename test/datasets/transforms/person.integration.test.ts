import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dictionaryLocales } from '../../../datasets/policy/dictionary-classes.ts';
import { drawPeople } from '../../../datasets/transforms/draw-people.ts';
import { fakerVersion } from '../../../datasets/transforms/faker-locales.ts';
import { type Given, refusalOf, runTransforms } from './run-transforms.ts';

const person = (part: string, of = 'id', more: object = {}) => ({ person: { part, of, locale: 'cs_CZ', ...more } });
const people = Array.from({ length: 300 }, (_, at) => ({
  id: String(at),
  first: 'Anna',
  last: `Nova${at}`,
  name: `Anna Nova${at}`,
  mail: `anna${at}@mail.test`,
  login: `anna${at}`,
  sex: 'F',
  title: 'Ms',
}));
const columns = {
  first: person('firstName'),
  last: person('lastName'),
  name: person('fullName'),
  mail: person('email'),
  login: person('username'),
  sex: person('sex'),
  title: person('title'),
};

it('takes all parts of a person from one who was drawn whole', async () => {
  const { rows } = await runTransforms({ columns, rows: people });
  const known = new Map((await drawPeople('cs_CZ')).map((each) => [each.fullName, each]));
  for (const row of rows) {
    // mutant: a hash of its own for every part; caught here.
    expect(row['name']).toBe(`${row['first']} ${row['last']}`);
    expect(known.get(String(row['name']))).toMatchObject({ sex: row['sex'], title: row['title'] });
    const [mailbox = '', host] = String(row['mail']).split('@');
    expect(mailbox).toMatch(/^[a-z]+\.[a-z]+\.[bcdfghjkmnpqrstvwxz]{8}$/);
    expect(mailbox.startsWith(`${known.get(String(row['name']))?.login}.`)).toBe(true);
    expect(row['login']).toBe(mailbox.replaceAll('.', '_'));
    expect(host).toMatch(/^example\.(com|org|net)$/);
  }
  expect(new Set(rows.map(({ mail }) => mail)).size).toBe(rows.length);
  expect(new Set(rows.map(({ sex }) => sex))).toEqual(new Set(['F', 'M']));
});

const tables = (domain: string): Given => ({
  tables: {
    people: { key: ['id'], columns: { name: person('fullName') } },
    orders: {
      key: ['order'],
      columns: {
        buyer: { from: 'buyer_name', ...person('fullName', 'buyer_id', { domain }) },
        mail: person('email', 'buyer_id'),
      },
    },
  },
  tableRows: {
    people: people.slice(0, 50).map(({ id, name }) => ({ id, name })),
    orders: people.slice(0, 50).map(({ id, mail }) => ({ order: id, buyer_id: id, buyer_name: 'whoever', mail })),
  },
});

it('gives one person one name in every table of a domain, and another in another domain', async () => {
  const one = await runTransforms(tables('person'));
  expect(one.tables['orders']?.map(({ buyer }) => buyer)).toEqual(one.rows.map(({ name }) => name));
  const two = await runTransforms(tables('staff'));
  // mutant: leave the domain out of the hash; caught here.
  expect(two.tables['orders']?.filter(({ buyer }, at) => buyer === two.rows[at]?.['name'])).toEqual([]);
});

it('gives the same people under one key at any thread count, others under another', async () => {
  const first = await runTransforms({ columns, rows: people });
  expect((await runTransforms({ columns, rows: people, threads: 1 })).rows).toEqual(first.rows);
  const other = await runTransforms({ columns, rows: people, key: 'other' });
  expect(other.rows.filter(({ name }, at) => name === first.rows[at]?.['name']).length).toBeLessThan(5);
});

it('never gives a whole name that the source knows, though its first names may come back', async () => {
  // Every second person that faker draws is a customer already.
  const drawn = (await drawPeople('sv')).filter((_, at) => at % 2 === 0);
  const customers = drawn.map(({ firstName, lastName }, at) => ({ id: String(at), first: firstName, last: lastName }));
  const sv = (part: string) => person(part, 'id', { locale: 'sv' });
  const { rows } = await runTransforms({ columns: { first: sv('firstName'), last: sv('lastName') }, rows: customers });
  const own = new Set(drawn.map(({ fullName }) => fullName));
  // mutant: no anti join with the source's whole names; half of these would be somebody then.
  expect(rows.filter(({ first, last }) => own.has(`${first} ${last}`))).toEqual([]);
  const firstNames = new Set(drawn.map(({ firstName }) => firstName));
  expect(rows.some(({ first }) => firstNames.has(String(first)))).toBe(true);
});

it('keeps nulls, and refuses names of nobody in particular', async () => {
  const rows = [
    { id: '1', whose: '7', name: null },
    { id: '2', whose: null, name: null },
  ];
  const given = { columns: { name: person('fullName', 'whose') }, rows };
  expect((await runTransforms(given)).rows).toEqual([{ name: null }, { name: null }]);
  const told = await refusalOf({ ...given, rows: [{ id: '1', whose: null, name: 'Anna' }] });
  expect(told).toMatch(/columns\.name: expected whose beside every value, got 1 rows with a value but no whose/);
});

it.each(dictionaryLocales)('draws people of %s whose mailboxes are plain letters', async (locale) => {
  const drawn = await drawPeople(locale);
  expect(drawn.length).toBeGreaterThan(5000);
  expect(drawn.filter(({ login }) => !/^[a-z]+(\.[a-z]+)?$/.test(login))).toEqual([]);
});

it('names the version of faker that the lock file holds', () => {
  expect(JSON.parse(readFileSync('node_modules/@faker-js/faker/package.json', 'utf8')).version).toBe(fakerVersion);
});

it('takes all parts of an address from one that was drawn whole, and no street of the source', async () => {
  const address = (part: string) => ({ address: { part, of: 'id', locale: 'de' } });
  const homes = people.map(({ id }) => ({
    id,
    street: `Ring ${id}`,
    city: 'Berlin',
    zip: '10115',
    whole: 'x',
    land: 'y',
  }));
  const { rows } = await runTransforms({
    columns: {
      street: address('street'),
      city: address('city'),
      zip: address('postcode'),
      whole: address('full'),
      land: address('country'),
    },
    rows: homes,
  });
  for (const row of rows) {
    expect(row['whole']).toBe(`${row['street']}, ${row['zip']} ${row['city']}`);
    expect(row['land']).toBe('Deutschland');
  }
  expect(new Set(rows.map(({ whole }) => whole)).size).toBeGreaterThan(280);
});
