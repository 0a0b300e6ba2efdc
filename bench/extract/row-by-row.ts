// What people write where no engine is at hand: a callback per row, with faker or with a library of keyed fakes.
import { createHmac } from 'node:crypto';
import { faker } from '@faker-js/faker';
import { copycat } from '@snaplet/copycat';

type Person = { id: number; email: string; phone: string; lastName: string; firstName: string; birthDate: string };

/** Rows of each sample: enough for a steady rate, few enough to wait for. */
export const samples = { faker: 50_000, copycat: 10_000 };

function people(rows: number): Person[] {
  return Array.from({ length: rows }, (_, id) => ({
    id,
    email: `person${id}@mail.example`,
    phone: `+4207${String(id).padStart(8, '0')}`,
    lastName: `Last${id % 45_000}`,
    firstName: `First${id % 3000}`,
    birthDate: new Date(id % 20_000).toISOString(),
  }));
}

/** Rows a second with faker, seeded for every person by a keyed hash, so that a second run gives the same fakes. */
export function fakerRate(): number {
  return rate(samples.faker, ({ id }) => {
    faker.seed(createHmac('sha256', 'a key of the bench').update(String(id)).digest().readUInt32BE(0));
    return {
      id,
      email: faker.internet.email(),
      phone: faker.phone.number(),
      lastName: faker.person.lastName(),
      firstName: faker.person.firstName(),
      birthDate: faker.date.birthdate().toISOString(),
    };
  });
}

/** Rows a second with @snaplet/copycat, which replaces equal values alike, as the engine does. */
export function copycatRate(): number {
  return rate(samples.copycat, ({ id, email, phone, lastName, firstName, birthDate }) => ({
    id,
    email: copycat.email(email),
    phone: copycat.phoneNumber(phone),
    lastName: copycat.lastName(lastName),
    firstName: copycat.firstName(firstName),
    birthDate: copycat.dateString(birthDate),
  }));
}

function rate(rows: number, replace: (person: Person) => Person): number {
  const originals = people(rows);
  const started = performance.now();
  const replaced = originals.map(replace);
  const seconds = (performance.now() - started) / 1000;
  if (replaced.length !== rows) throw new Error('expected as many rows as before');
  return rows / seconds;
}
