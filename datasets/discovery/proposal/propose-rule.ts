// Proposes what the policy does with one column. Where the evidence is thin it drops.
import type { DictionaryClass, DictionaryLocale, PersonPart } from '../../policy/dictionary-classes.ts';
import type { JudgedColumn } from '../judgement/judge-source.ts';
import { pathOf } from '../profile/column-profile.ts';
import type { ColumnProposal, RuleEntry, WrittenRule } from './proposed-column.ts';

export type RuleSurroundings = {
  /** Whether rows of the table belong to subjects. */
  isOwned: boolean;
  isAboutPeople: boolean;
  domain: string;
  locale: DictionaryLocale;
  /** The column by which people or places of this table are told apart, with its domain. */
  whose: { column: string; domain: string } | undefined;
  /** Whether the source promises its values to be unique. */
  isUnique: boolean;
  decimalComma: boolean;
  /** What says where a row of another table is, instead of which row it is: `table.column`, or `none`. */
  placeBehind: string | undefined;
  taken: ReadonlySet<string>;
};

type Decided = { entries: RuleEntry[]; reasons?: string[]; asText?: boolean };

/** Below it the evidence is too thin to let anything out. */
const thin = 0.6;

export function proposeRule(judged: JudgedColumn, around: RuleSurroundings): ColumnProposal {
  const { readAs, column } = judged.profile;
  const type = readAs.withComma && around.decimalComma ? readAs.withComma : readAs.type;
  const { entries, reasons = [], asText } = decide(judged, around, type);
  const declared = asText ? 'text' : type;
  const isKey = judged.key === 'whole' || judged.key === 'part' || around.isUnique;
  return {
    judged,
    type: declared,
    entries: entries
      .flatMap((entry) => (isKey ? apart(entry, column.name) : [entry]))
      .map((entry) => declare(entry, column.name, declared, readAs.format)),
    reasons,
  };
}

/** What merges values may not go by the name of a column whose values tell rows apart. */
function apart({ output, rule }: RuleEntry, name: string): RuleEntry[] {
  if (typeof rule === 'string' || !rule.generalize || output !== name) return [{ output, rule }];
  return [
    { output: name, rule: 'drop' },
    { output: `${name}_coarse`, rule },
  ];
}

function declare(
  { output, rule }: RuleEntry,
  name: string,
  type: ColumnProposal['type'],
  format: string | undefined,
): RuleEntry {
  if (rule === 'drop') return { output, rule };
  const isDate = type === 'date' || type === 'timestamp';
  const declared = {
    ...(output === name ? {} : { from: name }),
    ...(type === 'text' ? {} : { type }),
    ...(isDate && format !== undefined ? { format } : {}),
  };
  if (rule === 'keep')
    return { output, rule: Object.keys(declared).length === 0 ? 'keep' : { ...declared, keep: true } };
  return { output, rule: { ...declared, ...(rule as object) } };
}

function decide(judged: JudgedColumn, around: RuleSurroundings, type: ColumnProposal['type']): Decided {
  const { profile, role, entity, trait, confidence } = judged;
  const output = profile.column.name;
  const one = (rule: WrittenRule, reasons: string[] = [], asText = false): Decided => ({
    entries: [{ output, rule }],
    reasons,
    asText,
  });
  const drop = (reason: string) => one('drop', [reason], true);
  if (profile.column.type === null) return drop('dropped: no rule can read it');
  if (profile.filled === 0) return drop('dropped: it is empty, so nothing is lost');
  if (judged.key !== null && (role === 'key' || role === 'directIdentifier'))
    return keyRule(judged, around, { one, drop });
  if (role === 'key') return one({ pseudonymize: around.domain }, [], type !== 'integer');
  if (role === 'freeText') return drop('dropped: nobody has measured what a redaction would leave in it');
  if (trait === 'secret') return drop('dropped: nobody practises with secrets');
  if (confidence < thin) return drop('dropped: the evidence is thin');
  if (role === 'directIdentifier') return directRule(judged, around, { one, drop });
  if (role === 'quasiIdentifier' && around.isAboutPeople && !around.isOwned)
    return drop('dropped: it tells of people who are no subjects, and nothing counts how many of them share it');
  if (entity === 'dateOfBirth')
    return profile.readAs.looksLikeDate
      ? drop('dropped: its dates cannot be read')
      : one({ generalize: { yearBand: 10 } }, ['births leave in bands of ten years']);
  if (entity === 'date') return dateRule(profile.readAs.looksLikeDate === true, around, { one, drop });
  if (trait === 'coordinate') return drop('dropped: a place on the map is an address');
  if (type === 'text' && profile.readAs.looksNumeric) return one('keep', ['kept as it is written']);
  if (entity === 'postcode')
    return one({ generalize: { prefix: 3 } }, ['of a postcode the first three characters leave'], true);
  if (entity === 'organisation')
    return around.isOwned || around.isAboutPeople
      ? one({ dictionary: { class: 'company', locale: around.locale } }, [], true)
      : one('keep');
  if (entity === 'age' || trait === 'birthYear')
    return type === 'integer' ? one('keep', ['in bands where few share it']) : drop('dropped: no whole numbers');
  if (role === 'quasiIdentifier' || role === 'sensitive')
    return type === 'text' ? coarseEnough(judged, one, drop) : one('keep');
  return one('keep');
}

type Ways = {
  one: (rule: WrittenRule, reasons?: string[], asText?: boolean) => Decided;
  drop: (reason: string) => Decided;
};

/** Values that few rows share find somebody; a policy can map them to coarser ones, a proposal cannot. */
function coarseEnough(
  { profile: { rareShare, distinct, rows } }: JudgedColumn,
  one: Ways['one'],
  drop: Ways['drop'],
): Decided {
  if (rareShare <= 0.05 || distinct <= 12 || rows <= 200) return one('keep');
  return drop(
    `dropped: ${Math.round(rareShare * 100)} % of the rows have a value that fewer than twelve share; map it to coarser ones to keep it`,
  );
}

function keyRule({ profile, key, role }: JudgedColumn, around: RuleSurroundings, { one, drop }: Ways): Decided {
  if (around.placeBehind !== undefined)
    return around.placeBehind === 'none'
      ? drop('dropped: it says where somebody lives')
      : one({ generalize: { lookup: around.placeBehind } }, [`instead of the place itself, ${around.placeBehind}`]);
  if (key === 'part' && role !== 'directIdentifier' && profile.readAs.type !== 'text' && profile.distinct <= 100)
    return one('keep');
  return one({ pseudonymize: around.domain }, [], profile.readAs.type !== 'integer');
}

const dictionaryOf: Partial<Record<string, DictionaryClass>> = {
  firstName: 'firstName',
  lastName: 'lastName',
  personName: 'fullName',
  email: 'email',
  phone: 'phone',
  address: 'street',
};
const partOf: Partial<Record<string, PersonPart>> = {
  firstName: 'firstName',
  lastName: 'lastName',
  personName: 'fullName',
  email: 'email',
  username: 'username',
};

function directRule({ profile, entity, trait }: JudgedColumn, around: RuleSurroundings, { one, drop }: Ways): Decided {
  const { whose, locale, isAboutPeople, isUnique, taken } = around;
  const name = profile.column.name;
  if (trait === 'birthNumber') {
    const free = (output: string) => (taken.has(output.toLowerCase()) ? `${name}_${output}` : output);
    return {
      asText: true,
      entries: [
        { output: name, rule: 'drop' },
        { output: free('birth_years'), rule: { generalize: { birthNumber: { yearBand: 10 } } } },
        { output: free('sex'), rule: { generalize: { birthNumber: 'sex' } } },
      ],
      reasons: ['of a birth number sex and decade of birth leave'],
    };
  }
  const part = partOf[entity ?? ''];
  if (part && whose && isAboutPeople && (!isUnique || part === 'email' || part === 'username'))
    return one(
      { person: { part, of: whose.column, locale, domain: whose.domain } },
      ['one person who does not exist for each row'],
      true,
    );
  if (entity === 'address' && whose && !isUnique)
    return one({ address: { part: 'street', of: whose.column, locale, domain: `${whose.domain} address` } }, [], true);
  if ((entity === 'iban' || entity === 'pan') && !isUnique)
    return one({ preserveFormat: { class: entity, domain: pathOf(profile), otherwise: 'null' } }, [], true);
  const words = dictionaryOf[entity ?? ''];
  return words && !isUnique
    ? one({ dictionary: { class: words, locale } }, [], true)
    : drop('dropped: nothing of it may leave');
}

function dateRule(unreadable: boolean, { isOwned, isAboutPeople }: RuleSurroundings, { one, drop }: Ways): Decided {
  if (unreadable) return drop('dropped: its dates cannot be read');
  if (isOwned) return one({ shiftDates: true }, ['moved with all dates of its subject']);
  return isAboutPeople ? one({ generalize: { to: 'year' } }, ['only the year leaves']) : one('keep');
}
