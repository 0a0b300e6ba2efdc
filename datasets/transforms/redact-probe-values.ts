// Says synthetic personal values, by kind, as people write them into sentences.
import type { Faker } from '@faker-js/faker';
import type { EntityType } from '../identifiers/recognizers/entity-types.ts';
import { fold } from '../identifiers/recognizers/fold.ts';
import { nameDictionaries } from '../identifiers/recognizers/name-dictionaries.ts';
import { nationalIdsOf } from '../identifiers/recognizers/national-ids.ts';

/** What is said before the value, where nobody writes it without, with the value itself. */
export type ProbeValue = { before: string; value: string };
type Say = (faker: Faker) => ProbeValue;

const bare = (value: string): ProbeValue => ({ before: '', value });
const after = (before: string, value: string): ProbeValue => ({ before: `${before} `, value });
const digits = (faker: Faker, count: number): string => faker.string.numeric(count);

/** Kinds without a row (titles, sentences) are not probed; a rule that names only those has nothing to measure. */
export const probeValues: Partial<Record<EntityType, Say>> = {
  email: (faker) => bare(faker.internet.email()),
  iban: (faker) => bare(faker.finance.iban({ formatted: faker.datatype.boolean() })),
  pan: (faker) => bare(faker.finance.creditCardNumber('4###-####-####-###L')),
  nationalId: (faker) => bare(nationalId(faker)),
  bankAccount: (faker) => after('account number', digits(faker, 10)),
  passport: (faker) => after('passport', `${faker.string.alpha({ length: 2, casing: 'upper' })}${digits(faker, 7)}`),
  driverLicence: (faker) =>
    after('driving licence', `${faker.string.alpha({ length: 1, casing: 'upper' })}${digits(faker, 12)}`),
  mac: (faker) => bare(faker.internet.mac()),
  ip: (faker) => bare(faker.internet.ip()),
  url: (faker) => bare(faker.internet.url()),
  phone: (faker) => bare(faker.phone.number({ style: faker.helpers.arrayElement(['international', 'human']) })),
  dateOfBirth: (faker) => after('born', birthDate(faker)),
  personName: (faker) =>
    bare(
      faker.datatype.boolean()
        ? `${faker.person.firstName()} ${faker.person.lastName()}`
        : `${unlisted(faker)} ${unlisted(faker)}`,
    ),
  address: (faker) => bare(faker.location.streetAddress()),
  postcode: (faker) => after('zip', faker.location.zipCode('#####')),
  firstName: (faker) => bare(faker.person.firstName()),
  lastName: (faker) => bare(faker.datatype.boolean() ? faker.person.lastName() : unlisted(faker)),
  organisation: (faker) => bare(`${faker.person.lastName()} Ltd`),
  place: (faker) => after('in', faker.location.city()),
  username: (faker) => after('login', `${faker.word.noun({ length: 5 })}_${digits(faker, 3)}`),
  date: (faker) => bare(birthDate(faker)),
  age: (faker) => after('aged', String(faker.number.int({ min: 18, max: 90 }))),
  nationality: (faker) =>
    bare(faker.helpers.arrayElement(['German', 'French', 'Czech', 'Polish', 'Nigerian', 'Brazilian'])),
};

/** Never of this moment: the same seed gives the same date on every day. */
const birthDate = (faker: Faker): string =>
  faker.date.between({ from: '1940-01-01T00:00:00Z', to: '2005-12-31T00:00:00Z' }).toISOString().slice(0, 10);

/** A name that no dictionary has: half of those of a bank's customers are like it. */
function unlisted(faker: Faker): string {
  const { firstNames, lastNames, words } = nameDictionaries();
  for (;;) {
    const syllable = () => faker.helpers.arrayElement(onsets) + faker.helpers.arrayElement(vowels);
    const name = `${syllable()}${syllable()}${faker.helpers.arrayElement(codas)}`;
    const isKnown = [firstNames, lastNames, words].some((list) => list.has(fold(name)));
    if (!isKnown) return name.charAt(0).toUpperCase() + name.slice(1);
  }
}

const onsets = [
  'b',
  'br',
  'ch',
  'd',
  'dr',
  'g',
  'h',
  'k',
  'kr',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  'sh',
  't',
  'tr',
  'v',
  'z',
];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ai', 'ei', 'ou'];
const codas = ['l', 'm', 'n', 'r', 's', 'k', 'v', 'nd', 'rt', 'zek', 'nik', 'vic', 'sen'];

/** An American or a Spanish number: a form of digits and one with a letter. */
function nationalId(faker: Faker): string {
  if (faker.datatype.boolean()) {
    const number = faker.number.int({ min: 10_000_000, max: 99_999_999 });
    return `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}`;
  }
  for (;;) {
    const number = `${digits(faker, 3)}-${digits(faker, 2)}-${digits(faker, 4)}`;
    if (nationalIdsOf(number).includes('US SSN')) return number;
  }
}
