import { expect, it } from 'vitest';
import { classifyValue } from '../../../../datasets/identifiers/recognizers/classify-value.ts';
import { typeNamedBy } from '../../../../datasets/identifiers/recognizers/column-words.ts';

it.each([
  ['anna.nova@bank.test', 'email'],
  ['+420 601 234 567', 'phone'],
  ['CZ6508000000192000145399', 'iban'],
  ['4111 1111 1111 1111', 'pan'],
  ['456213/123', 'nationalId'],
  ['19-2000145399/0800', 'bankAccount'],
  ['Anna Nováková', 'personName'],
  ['Novák, Jan', 'personName'],
  ['Anna', 'firstName'],
  ['Nguyen', 'lastName'],
  ['12 High Street, Flat 3', 'address'],
  ['SW1A 1AA', 'postcode'],
  ['192.168.1.1', 'ip'],
  ['1987-03-02', 'date'],
  ['Praha', 'place'],
  ['Acme Corp.', 'organisation'],
  ['The customer called twice about the loan and was angry.', 'freeText'],
] as const)('tells that %s could be %s', (value, type) => {
  expect(classifyValue(value)).toContain(type);
});

it.each(['rent', '706213', '94040', '1.5', '601234567', 'OWNER', 'POPLATEK MESICNE', ''])(
  'says nothing of %s',
  (value) => {
    expect(classifyValue(value)).toEqual([]);
  },
);

it('takes the bare form where the name of the column says what it is', () => {
  // mutant: the column's name alone decides; caught by the last.
  expect(classifyValue('601234567', 'phone_number')).toContain('phone');
  expect(classifyValue('1987-03-02', 'BirthDate')).toContain('dateOfBirth');
  expect(classifyValue('AB123456', 'passport_no')).toContain('passport');
  expect(classifyValue('unknown', 'phone_number')).not.toContain('phone');
});

it.each([
  ['first_name', 'firstName'],
  ['CustomerName', 'personName'],
  ['user_name', 'username'],
  ['billing_address', 'address'],
  ['IPAddress', 'ip'],
  ['birth_number', 'nationalId'],
  ['amount', undefined],
])('reads the name of a column: %s', (column, type) => {
  expect(typeNamedBy(column)).toBe(type);
});
