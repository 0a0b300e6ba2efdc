import { describe, expect, it } from 'vitest';
import { findEntities } from '../../../../datasets/identifiers/recognizers/find-entities.ts';

const found = (text: string) => findEntities(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

describe('values with a form or a check of their own', () => {
  it.each([
    ['Write to anna.nova@bank.test now', 'email anna.nova@bank.test'],
    ['See https://bank.test/a?b=1.', 'url https://bank.test/a?b=1'],
    ['from 10.0.0.1 at noon', 'ip 10.0.0.1'],
    ['host 2001:db8::1 is down', 'ip 2001:db8::1'],
    ['nic 00:1a:2b:3c:4d:5e', 'mac 00:1a:2b:3c:4d:5e'],
    ['IBAN CZ65 0800 0000 1920 0014 5399 and more', 'iban CZ65 0800 0000 1920 0014 5399'],
    ['paid by 4111 1111 1111 1111', 'pan 4111 1111 1111 1111'],
    ['to 19-2000145399/0800 today', 'bankAccount 19-2000145399/0800'],
    ['codice RSSMRA85T10A562S', 'nationalId RSSMRA85T10A562S'],
    ['routing number 021000021', 'bankAccount 021000021'],
  ])('are found: %s', (text, entity) => {
    expect(found(text)).toContain(entity);
  });

  it('are not what fails the check', () => {
    // mutant: isCardNumber without Luhn, isIban without the rest by 97; caught here.
    expect(found('ref 4111 1111 1111 1112, ref CZ6508000000192000145398')).toEqual([]);
    expect(found('Order 1234567890 shipped; total 49.99. Version 1.2.3.4 of the app.')).toEqual([]);
  });
});

describe('values that only their surroundings tell', () => {
  it.each([
    ['call 601234567 now', 'phone 601234567'],
    ['volal z čísla 601 234 567', 'phone 601 234 567'],
    ['My zip code is 2371', 'postcode 2371'],
    ["my driver's license number is F162823540116", 'driverLicence F162823540116'],
    ['passport number AB123456', 'passport AB123456'],
    ['née le 12/03/1980', 'dateOfBirth 12/03/1980'],
    ['login: jdoe_99', 'username jdoe_99'],
    ['she is 43 years old', 'age 43'],
  ])('are found: %s', (text, entity) => {
    expect(found(text)).toContain(entity);
  });

  it('pass without them', () => {
    // mutant: a phone by shape alone; caught by the order and the amount in groups.
    expect(found('order 601234567, 2371 pieces for 601 234 567 crowns, code F162823540116')).toEqual([]);
  });
});

describe('names, streets and places', () => {
  it.each([
    ['Klientka Anna Nováková zaplatila', 'personName Anna Nováková'],
    ['It was signed by Ushurma Dratchev.', 'personName Ushurma Dratchev'],
    ['Mrs. Schwarz paid', 'lastName Schwarz'],
    ['Jan van der Berg called', 'personName Jan van der Berg'],
    ['follow up with patricia desrosiers soon', 'personName patricia desrosiers'],
    ['wohnt Hauptstraße 5, 10115 Berlin', 'address Hauptstraße 5, 10115 Berlin'],
    ['habite 12 rue de la Paix, 75002 Paris', 'address 12 rue de la Paix, 75002 Paris'],
    ['lives at 103 Cassidy Street', 'address 103 Cassidy Street'],
    ['to P.O. Box 242', 'address P.O. Box 242'],
    ['She moved here from Hungary', 'place Hungary'],
    ['Jouko is from Gradiant Research LLC', 'organisation Gradiant Research LLC'],
  ])('are found: %s', (text, entity) => {
    expect(found(text).map((each) => (each.startsWith(entity) ? entity : each))).toContain(entity);
  });

  it('finds a person again by one of the names', () => {
    expect(found('Arranged by Adam McDowell. McDowell sang')).toContain('lastName McDowell');
  });

  it('leaves ordinary sentences alone', () => {
    expect(
      found(
        'Meeting notes: The loan officer recommends approval. Income verified. Will you mark this? My options are few.',
      ),
    ).toEqual([]);
  });
});

it('gives spans that do not overlap, in the order of the text', () => {
  const text = 'Jan Novák, Hlavní 12, 110 00 Praha, jan@novak.test, +420 601 234 567, IBAN CZ6508000000192000145399';
  const entities = findEntities(text);
  // mutant: overlapping readings all kept; caught here.
  expect(entities.every(({ start, end }, at) => start < end && start >= (entities[at - 1]?.end ?? 0))).toBe(true);
  expect(entities.length).toBeGreaterThan(4);
});
