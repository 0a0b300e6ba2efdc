// Finds the kind of direct identifier that a column holds, by its values, by its name, or by both together.
import { typeNamedBy } from '../../identifiers/recognizers/column-words.ts';
import { directIdentifierTypes, type EntityType, entityTypes } from '../../identifiers/recognizers/entity-types.ts';
import { wordsOfName } from '../structure/column-words.ts';
import { type ColumnFacts, distinctShare } from './column-facts.ts';
import { namePart, saysAttribute, saysPerson } from './trait-words.ts';

export type DirectFinding = {
  /** Null for numbers of no kind that has a check. */
  entity: EntityType | null;
  confidence: number;
  reasons: string[];
};

/** Shares of distinct values from which a kind is believed: by its form alone, and where the column's name speaks of it. */
const believed: Partial<Record<EntityType, { alone: number; named: number }>> = {
  email: { alone: 0.5, named: 0.2 },
  iban: { alone: 0.5, named: 0.2 },
  pan: { alone: 0.8, named: 0.5 },
  nationalId: { alone: 0.9, named: 0.5 },
  bankAccount: { alone: 0.9, named: 0.5 },
  passport: { alone: 2, named: 0.6 },
  driverLicence: { alone: 2, named: 0.6 },
  mac: { alone: 0.8, named: 0.3 },
  ip: { alone: 0.9, named: 0.3 },
  url: { alone: 0.6, named: 0.2 },
  phone: { alone: 0.6, named: 0.4 },
  address: { alone: 0.4, named: 0.2 },
  username: { alone: 2, named: 0.6 },
  personName: { alone: 0.5, named: 0.2 },
  firstName: { alone: 2, named: 0.3 },
  lastName: { alone: 2, named: 0.3 },
};

/** Kinds with a check or a form that nothing else has: believed whatever the column is called. */
const unmistakable: ReadonlySet<EntityType> = new Set(['email', 'iban', 'pan', 'nationalId', 'mac', 'ip', 'url']);

const nameTypes: readonly EntityType[] = ['personName', 'firstName', 'lastName'];

export function findDirect(facts: ColumnFacts): DirectFinding | undefined {
  const { profile, measures } = facts;
  const { type } = profile.readAs;
  if (type !== 'text' && type !== 'integer') return undefined;
  if (measures.isBirthNumber)
    return {
      entity: 'nationalId',
      confidence: 0.95,
      reasons: ['digits of a birth date with the months of women raised by 50'],
    };
  const named = namedDirect(facts);
  if (profile.filled === 0)
    return named
      ? {
          entity: named,
          confidence: 0.5,
          reasons: [`its name speaks of ${say(named)}, and it holds nothing that could speak against it`],
        }
      : undefined;
  if (named) {
    const found = confirmed(named, facts);
    if (found) return found;
  }
  return byValues(facts);
}

/** The direct kind that the column's name speaks of. A bare `name` says so only in a table about people. */
function namedDirect({ profile: { table, column, readAs }, isAboutPeople, key }: ColumnFacts): EntityType | undefined {
  const named = typeNamedBy(column.name) ?? (isAboutPeople ? namePart(column.name) : undefined);
  if (named === undefined || !directIdentifierTypes.has(named)) return undefined;
  if (nameTypes.includes(named) || named === 'username' || named === 'address') {
    if (readAs.type !== 'text') return undefined;
  }
  if (named === 'username' && key !== null) return undefined;
  if (named !== 'personName') return named;
  if (saysAttribute(column.name)) return undefined;
  const isBare = wordsOfName(column.name).length === 1;
  return saysPerson(column.name) || (isBare && (isAboutPeople || saysPerson(table))) ? named : undefined;
}

function confirmed(named: EntityType, { profile, measures, key }: ColumnFacts): DirectFinding | undefined {
  const form = nameTypes.includes(named)
    ? Math.max(measures.personShare, measures.namedShares.get(named) ?? 0)
    : Math.max(measures.namedShares.get(named) ?? 0, named === 'nationalId' ? measures.nationalIdShare : 0);
  const least = believed[named]?.named ?? 1;
  if (form >= least) {
    if (key === 'foreign' && nameTypes.includes(named) && measures.personShare < 0.3) return undefined;
    return {
      entity: named,
      confidence: Math.min(0.98, 0.7 + 0.28 * form),
      reasons: [`its name speaks of ${say(named)}`, `${percent(form)} of its values have that form`],
    };
  }
  // Names are spelled in more ways than dictionaries know; words that are no sentences, under such a name, are names.
  const isWords =
    measures.meanWords <= 4 && profile.readAs.type === 'text' && distinctShare(profile) > 0.02 && key === null;
  if (
    (nameTypes.includes(named) && isWords && profile.longest > 2) ||
    (named === 'address' && isWords && profile.longest > 5)
  )
    return {
      entity: named,
      confidence: 0.6,
      reasons: [`its name speaks of ${say(named)}, though few of its values are known as such`],
    };
  return undefined;
}

function byValues({ profile, measures, isAboutPeople, key }: ColumnFacts): DirectFinding | undefined {
  if (measures.looked < 3) return undefined;
  const shareOf = (type: EntityType) =>
    type === 'personName'
      ? measures.personShare
      : type === 'nationalId'
        ? measures.nationalIdShare
        : (measures.shares.get(type) ?? 0);
  const says = typeNamedBy(profile.column.name);
  const saysOther = says !== undefined && !directIdentifierTypes.has(says);
  const found = entityTypes.filter(
    (type) => shareOf(type) >= (believed[type]?.alone ?? 2) && (!saysOther || unmistakable.has(type)),
  );
  const [best] = found.filter(
    (type) =>
      (type !== 'phone' || shareOf('postcode') < shareOf('phone')) &&
      (type !== 'personName' || areNames(profile.distinct, measures.personShare, measures.shares.get('place') ?? 0)),
  );
  if (best) {
    const share = shareOf(best);
    return {
      entity: best === 'personName' ? narrowest(measures.shares) : best,
      confidence: Math.min(0.97, 0.6 + 0.37 * share),
      reasons: [`${percent(share)} of its values have the form of ${say(best)}`],
    };
  }
  return key === null && !saysOther ? unknownNumber(profile, measures, isAboutPeople) : undefined;
}

/** Numbers and codes without a check that anybody could know: account numbers at other banks, plates, licences. */
function unknownNumber(
  profile: ColumnFacts['profile'],
  { isGivenNumber, isCode, loginShare }: ColumnFacts['measures'],
  isAboutPeople: boolean,
): DirectFinding | undefined {
  if (isGivenNumber && profile.distinct >= 100)
    return {
      entity: null,
      confidence: 0.55,
      reasons: ['numbers that were given out rather than measured: long, and of one length'],
    };
  if (loginShare >= 0.6 && profile.distinct >= 20 && distinctShare(profile) >= 0.5)
    return {
      entity: 'username',
      confidence: 0.65,
      reasons: [`${percent(loginShare)} of its values are one word with a name in it, as people sign in`],
    };
  if (isCode && isAboutPeople && distinctShare(profile) >= 0.9)
    return {
      entity: null,
      confidence: 0.5,
      reasons: ['codes of one form, nearly one for each row, in a table about people'],
    };
  return undefined;
}

/** A few words that happen to be names (Jack, Rock) are no column of names, nor are cities named after people. */
function areNames(distinct: number, personShare: number, placeShare: number): boolean {
  return personShare >= (distinct < 8 ? 0.75 : 0.5) && placeShare < personShare;
}

function narrowest(shares: ReadonlyMap<EntityType, number>): EntityType {
  const [whole, first, last] = [
    shares.get('personName') ?? 0,
    shares.get('firstName') ?? 0,
    shares.get('lastName') ?? 0,
  ];
  if (whole >= Math.max(first, last)) return 'personName';
  return first >= last ? 'firstName' : 'lastName';
}

export const percent = (share: number): string =>
  share > 0.995 && share < 1 ? '99 %' : `${Math.round(share * 100)} %`;

const spoken: Partial<Record<EntityType, string>> = {
  email: 'an e-mail address',
  iban: 'an IBAN',
  pan: 'a card number',
  nationalId: 'a personal number',
  bankAccount: 'an account number',
  passport: 'a passport number',
  driverLicence: "a driver's licence",
  mac: 'a device address',
  ip: 'an IP address',
  url: 'a web address',
  phone: 'a phone number',
  personName: "a person's name",
  firstName: 'a first name',
  lastName: 'a last name',
  address: 'an address',
  username: 'a user name',
  dateOfBirth: 'a date of birth',
  postcode: 'a postcode',
  organisation: 'an organisation',
  place: 'a place',
  age: 'an age',
  nationality: 'a nationality',
};
export const say = (type: EntityType): string => spoken[type] ?? type;
