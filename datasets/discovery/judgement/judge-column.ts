// Says what a column is, with how sure that is and why.
import { typeNamedBy } from '../../identifiers/recognizers/column-words.ts';
import type { EntityType } from '../../identifiers/recognizers/entity-types.ts';
import { yearsIn } from '../profile/years.ts';
import { saysKey } from '../structure/column-words.ts';
import { type ColumnFacts, distinctShare } from './column-facts.ts';
import { findDirect, percent, say } from './find-direct.ts';
import { type Judgement, quasiTraits, sensitiveTraits, type Trait } from './roles.ts';
import { traitNamedBy } from './trait-words.ts';

type Rule = (facts: ColumnFacts) => Judgement | undefined;

/** The first that has something to say; each says why. */
const rules: readonly Rule[] = [
  unreadable,
  secret,
  direct,
  key,
  dateOfBirth,
  date,
  personalTrait,
  quasiEntity,
  freeText,
  number,
  category,
];

export function judgeColumn(facts: ColumnFacts): Judgement {
  for (const rule of rules) {
    const judged = rule(facts);
    if (judged) return judged;
  }
  return plain(0.4, ['words of which too many differ, and nothing tells what they are']);
}

const judgement = (
  role: Judgement['role'],
  confidence: number,
  reasons: readonly string[],
  of: { entity?: EntityType | null; trait?: Trait } = {},
): Judgement => ({
  role,
  entity: of.entity ?? null,
  trait: of.trait ?? null,
  confidence: Math.round(confidence * 100) / 100,
  reasons,
});
const plain = (confidence: number, reasons: readonly string[]) => judgement('plain', confidence, reasons);

function unreadable({ profile: { column } }: ColumnFacts): Judgement | undefined {
  if (column.type !== null) return undefined;
  const trait = traitNamedBy(column.name);
  return trait === 'picture'
    ? judgement('directIdentifier', 0.6, ['its name speaks of a picture, and a picture shows somebody'], { trait })
    : judgement('freeText', 0.5, [`${column.nativeType} is no type that can be looked at`]);
}

function secret({ profile }: ColumnFacts): Judgement | undefined {
  const isWritten = profile.readAs.type === 'text' || profile.readAs.type === 'integer';
  if (traitNamedBy(profile.column.name) !== 'secret' || !isWritten) return undefined;
  return judgement('sensitive', 0.9, ['its name speaks of a secret by which somebody signs in'], { trait: 'secret' });
}

function direct(facts: ColumnFacts): Judgement | undefined {
  const found = findDirect(facts);
  if (!found) return undefined;
  return judgement('directIdentifier', found.confidence, found.reasons, {
    entity: found.entity,
    ...(facts.measures.isBirthNumber ? { trait: 'birthNumber' } : {}),
  });
}

function key({ profile, key: role }: ColumnFacts): Judgement | undefined {
  if (role === 'whole') return judgement('key', 0.95, ['tells the rows of its table apart']);
  if (role === 'foreign') return judgement('key', 0.95, ['points at the rows of another table']);
  const { readAs, column, filled } = profile;
  const isWritten = readAs.type === 'text' || readAs.type === 'integer';
  if (filled === 0 || !isWritten || profile.longest > 64 || typeNamedBy(column.name) === 'postcode') return undefined;
  if (saysKey(column.name) && (distinctShare(profile) >= 0.5 || profile.distinct > 1000))
    return judgement('key', 0.7, ['its name speaks of a key, and most of its values differ']);
  const isUuid = profile.shortest === 36 && profile.longest === 36;
  return isUuid && readAs.type === 'text' ? judgement('key', 0.8, ['generated identifiers']) : undefined;
}

function dateOfBirth({ profile, isAboutPeople }: ColumnFacts): Judgement | undefined {
  const { readAs, column, sample } = profile;
  const isDate = readAs.type === 'date' || readAs.type === 'timestamp' || readAs.looksLikeDate;
  if (!isDate) return undefined;
  if (typeNamedBy(column.name) === 'dateOfBirth')
    return judgement('quasiIdentifier', 0.95, ['dates, and its name speaks of birth'], { entity: 'dateOfBirth' });
  const years = yearsIn(sample.map(({ value }) => value));
  const [earliest = 0, latest = 0] = [Math.min(...years), Math.max(...years)];
  // Most records of firms begin within some twenty years; the births of those in them spread over sixty.
  if (isAboutPeople && years.length >= 20 && latest - earliest >= 35 && earliest < 1965)
    return judgement(
      'quasiIdentifier',
      0.7,
      ['dates over more than a generation in a table about people: likely births'],
      { entity: 'dateOfBirth' },
    );
  return undefined;
}

function date({ profile: { readAs } }: ColumnFacts): Judgement | undefined {
  if (readAs.type === 'date' || readAs.type === 'timestamp')
    return judgement(
      'plain',
      0.9,
      [readAs.format && readAs.format !== 'ISO' ? `dates written ${readAs.format}` : 'dates'],
      { entity: 'date' },
    );
  return readAs.looksLikeDate
    ? judgement(
        'plain',
        0.6,
        ['dates in a form that cannot be declared, or in which day and month cannot be told apart'],
        { entity: 'date' },
      )
    : undefined;
}

function personalTrait({ profile, measures }: ColumnFacts): Judgement | undefined {
  const trait = traitNamedBy(profile.column.name) ?? (isSex(profile) ? 'sex' : undefined);
  if (trait === undefined || trait === 'note' || profile.filled === 0) return undefined;
  if (trait === 'picture')
    return judgement('freeText', 0.7, ['its name speaks of a picture, and a picture shows somebody'], { trait });
  const isWordy = profile.readAs.type === 'text' && measures.meanWords > 6;
  if (isWordy) return undefined;
  const reason = traitNamedBy(profile.column.name)
    ? `its name speaks of ${said[trait] ?? trait}`
    : `two or three values by which sexes are told`;
  if (sensitiveTraits.has(trait)) return judgement('sensitive', 0.8, [reason], { trait });
  return quasiTraits.has(trait) ? judgement('quasiIdentifier', 0.85, [reason], { trait }) : undefined;
}

const said: Partial<Record<Trait, string>> = {
  maritalStatus: 'marital status',
  birthYear: 'the year of birth',
  coordinate: 'a place on the map',
  household: 'a household',
  crime: 'offences',
  orientation: 'sexual orientation',
};

const sexWords =
  /^(m|f|w|male|female|man|woman|boy|girl|mann|frau|mannlich|weiblich|männlich|muz|muž|zena|žena|h|femme|homme|hombre|mujer|k|u|x|d|unknown|other|n\/a|diverse|non-?binary)$/i;
const isSex = ({ sample, readAs, distinct }: ColumnFacts['profile']) =>
  readAs.type === 'text' &&
  distinct >= 2 &&
  distinct <= 4 &&
  sample.every(({ value }) => sexWords.test(value.trim())) &&
  new Set(sample.map(({ value }) => value.trim().toLowerCase())).size >= 2;

function quasiEntity(facts: ColumnFacts): Judgement | undefined {
  const { profile, measures, isAboutPeople } = facts;
  const named = typeNamedBy(profile.column.name);
  const { type } = profile.readAs;
  if (profile.filled === 0) return undefined;
  const share = (entity: EntityType) => measures.shares.get(entity) ?? 0;
  const quasi = (entity: EntityType, confidence: number, reason: string) =>
    judgement('quasiIdentifier', confidence, [reason], { entity });
  if (named === 'age' && type === 'integer' && (measures.namedShares.get('age') ?? 0) >= 0.9)
    return quasi('age', 0.9, 'its name speaks of an age');
  if (type !== 'text' && !(named === 'postcode' && type === 'integer')) return undefined;
  if (named === 'postcode' && ((measures.namedShares.get('postcode') ?? 0) >= 0.5 || share('postcode') >= 0.3))
    return quasi('postcode', 0.9, 'its name speaks of a postcode');
  for (const entity of ['organisation', 'place', 'nationality'] as const)
    if (named === entity && profile.longest > 1 && measures.meanWords <= 6)
      return quasi(entity, Math.min(0.95, 0.7 + share(entity) / 4), `its name speaks of ${say(entity)}`);
  for (const [entity, least] of [
    ['place', 0.4],
    ['nationality', 0.5],
    ['organisation', 0.4],
  ] as const)
    if (share(entity) >= least && profile.distinct >= 3)
      return quasi(
        entity,
        0.5 + share(entity) / 2.5,
        `${percent(share(entity))} of its values are known as ${say(entity)}`,
      );
  if (isAboutPeople && share('postcode') >= 0.6 && profile.distinct >= 20)
    return quasi('postcode', 0.6, `${percent(share('postcode'))} of its values have the form of a postcode`);
  return undefined;
}

function freeText({ profile, measures }: ColumnFacts): Judgement | undefined {
  if (profile.readAs.type !== 'text' || profile.filled === 0) return undefined;
  const share = measures.shares.get('freeText') ?? 0;
  const isVaried = profile.distinct > 30 && distinctShare(profile) > 0.1;
  if (share >= 0.3 && profile.distinct > 3 && isVaried)
    return judgement('freeText', 0.6 + share / 3, [`${percent(share)} of its values are sentences`], {
      entity: 'freeText',
    });
  if (traitNamedBy(profile.column.name) === 'note' && isVaried)
    return judgement('freeText', 0.75, ['its name speaks of notes, and its values vary'], {
      entity: 'freeText',
      trait: 'note',
    });
  return measures.meanWords >= 6 && isVaried
    ? judgement('freeText', 0.6, ['many words in every value'], { entity: 'freeText' })
    : undefined;
}

function number({ profile: { readAs } }: ColumnFacts): Judgement | undefined {
  if (readAs.looksNumeric) return plain(0.7, ['numbers in a spelling that no type reads; kept as text']);
  if (readAs.type === 'text') return undefined;
  return plain(readAs.type === 'integer' ? 0.8 : 0.9, [readAs.type === 'boolean' ? 'yes or no' : 'amounts or counts']);
}

/** In a table of a few rows that is not about people, names of things are what the table is for. */
function category({ profile, isAboutPeople }: ColumnFacts): Judgement | undefined {
  const { filled, distinct, rows } = profile;
  if (filled === 0) return plain(0.5, ['empty']);
  if (distinct <= 60 && distinctShare(profile) <= 0.2) return plain(0.9, [`${distinct} categories`]);
  if (!isAboutPeople && rows <= 200 && distinct <= 100) return plain(0.7, ['labels of a small table']);
  return distinct <= 5 ? plain(0.7, [`${distinct} categories`]) : undefined;
}
