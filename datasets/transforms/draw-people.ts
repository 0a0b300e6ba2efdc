// People who do not exist: every one drawn whole, so that name, title and sex fit together.

import type { DictionaryLocale } from '../policy/dictionary-classes.ts';
import { loadFaker } from './faker-locales.ts';

/** `login` is the name as mailboxes spell it, without the suffix that tells two people of one name apart. */
export type DrawnPerson = {
  firstName: string;
  lastName: string;
  fullName: string;
  title: string;
  sex: string;
  login: string;
};

const draws = 1 << 16;

/** In a fixed order, no whole name twice; as many women as men are drawn. */
export async function drawPeople(locale: DictionaryLocale): Promise<DrawnPerson[]> {
  const faker = await loadFaker(locale);
  const people = new Map<string, DrawnPerson>();
  for (let draw = 0; draw < draws; draw++) {
    const sex = draw % 2 === 0 ? 'female' : 'male';
    const [firstName, lastName] = [faker.person.firstName(sex), faker.person.lastName(sex)];
    const fullName = `${firstName} ${lastName}`;
    const title = faker.person.prefix(sex);
    if (!people.has(fullName))
      people.set(fullName, {
        firstName,
        lastName,
        fullName,
        title,
        sex: sex === 'female' ? 'F' : 'M',
        login: [firstName, lastName].map(spelled).filter(Boolean).join('.') || 'person',
      });
  }
  return [...people.values()];
}

/** Letters that no decomposition takes apart. */
const plain: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', þ: 'th', ð: 'd', ı: 'i' };

const spelled = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[ßæœøłđþðı]/g, (letter) => plain[letter] ?? '')
    .replaceAll(/[^a-z]/g, '');
