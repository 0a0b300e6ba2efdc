// Puts what was found of a source together into one proposal.
import type { Engine } from '../../engines/engine.ts';
import { ExtractError } from '../../extract-error.ts';
import type { DictionaryLocale } from '../../policy/dictionary-classes.ts';
import type { GeneralizationHierarchy } from '../../policy/generalization-hierarchy.ts';
import { tableName } from '../../policy/names.ts';
import type { SourceSchema } from '../../sources/source-schema.ts';
import { findLanguage, type Language } from '../files/accented-letters.ts';
import type { LeftOut } from '../files/find-csv-dialect.ts';
import type { UndeclaredSource } from '../files/open-undeclared.ts';
import { type JudgedColumn, judgeSource } from '../judgement/judge-source.ts';
import { type ColumnProfile, pathOf } from '../profile/column-profile.ts';
import type { SourceProfile } from '../profile/profile-source.ts';
import { chooseSubject } from '../structure/choose-subject.ts';
import { findKey, type TableKey } from '../structure/find-keys.ts';
import { findOwnership } from '../structure/find-ownership.ts';
import { findRelations } from '../structure/find-relations.ts';
import { dateSpelling } from './date-spelling.ts';
import { keyDomains } from './key-domains.ts';
import { placesBehind } from './places-behind.ts';
import type { Proposal } from './proposal.ts';
import { proposeIdentifiers } from './propose-identifiers.ts';
import { proposeRule } from './propose-rule.ts';
import { type ColumnProposal, isDropped, type WrittenRule } from './proposed-column.ts';

export type Found = {
  engine: Engine;
  opened: UndeclaredSource;
  schema: SourceSchema;
  profile: SourceProfile;
  name: string;
  useCase: string;
  sampleSize: number;
};

/** Throws ExtractError `bad-source` where no table has rows that can be told apart. */
export async function buildProposal({ engine, opened, schema, profile, ...named }: Found): Promise<Proposal> {
  const leftOut: LeftOut[] = [
    ...opened.leftOut,
    ...schema.views.map(({ name, kind }) => ({ place: name, reason: `is a ${kind}` })),
  ];
  const keys = new Map<string, TableKey>();
  for (const table of schema.tables) {
    const columns = profile.columns.filter((each) => each.table === table.name);
    const reason = unusable(table, schema) ?? (columns.length === 0 ? 'has no columns' : undefined);
    const key = reason === undefined ? await findKey(engine, table, columns) : undefined;
    if (key) keys.set(table.name, key);
    else
      leftOut.push({
        place: table.name,
        reason:
          reason ??
          (profile.rows.get(table.name) === 0 ? 'is empty and declares no key' : 'has rows that no columns tell apart'),
      });
  }
  const columns = profile.columns.filter(({ table }) => keys.has(table));
  const relations = await findRelations(schema.tables, { engine, profiles: columns, keys, nulls: profile.nulls });
  const judged = judgeSource(columns, keys, relations);
  const candidates = [...keys.keys()].map((table) => ({
    table,
    rows: profile.rows.get(table) ?? 0,
    personColumns: countPersonal(judged, table),
  }));
  const subject = chooseSubject(candidates, relations);
  if (!subject)
    throw new ExtractError(
      'bad-source',
      `expected a table with rows that can be told apart, got none: ${leftOut.map(({ place, reason }) => `${place} ${reason}`).join('; ') || 'the source has no table that the role may see'}`,
    );
  const ownership = await findOwnership(engine, subject.table, [...keys.keys()], relations);
  const spelling = dateSpelling(columns);
  const decimalComma =
    columns.some(({ readAs }) => readAs.withComma) &&
    !columns.some(
      ({ column, readAs: { type } }) => column.type === 'text' && (type === 'double' || type.startsWith('decimal')),
    );
  const domains = keyDomains(columns, relations);
  const mixed = mixedDomains(columns, domains);
  const places = placesBehind(judged, relations, ownership, subject.table);
  const proposals = judged.map((each) => {
    const { table } = each.profile;
    const [own, ...others] = keys.get(table)?.columns ?? [];
    const domain = domains.get(pathOf(each.profile)) ?? pathOf(each.profile);
    const source = schema.tables.find(({ name }) => name === table);
    const proposed = proposeRule(mixed.has(domain) ? asText(each) : each, {
      isOwned: ownership.owned.has(table),
      isAboutPeople: each.isAboutPeople,
      domain,
      locale: localeOf(judged, table),
      whose:
        own !== undefined && others.length === 0
          ? { column: own, domain: domains.get(`${table}.${own}`) ?? table }
          : undefined,
      isUnique: [source?.primaryKey ?? [], ...(source?.uniqueKeys ?? [])].some(
        (key) => key.length === 1 && key[0] === each.profile.column.name,
      ),
      decimalComma,
      placeBehind: places.get(pathOf(each.profile)),
      taken: new Set(columns.filter((other) => other.table === table).map(({ column }) => column.name.toLowerCase())),
    });
    return proposed;
  });
  return {
    ...named,
    remarks: opened.remarks,
    leftOut,
    source: {
      nulls: profile.nulls,
      ...spelling,
      ...(decimalComma ? { decimalMark: ',' as const } : {}),
      ...opened.declared,
    },
    subject,
    shiftWeeks: 2,
    tables: [...keys].map(([name, key]) => ({
      name,
      key,
      rows: profile.rows.get(name) ?? 0,
      columns: proposals.filter(({ judged: { profile: of } }) => of.table === name),
    })),
    relations,
    ownership,
    quasiIdentifiers: leaving(proposals, ownership.owned, 'quasiIdentifier').map(({ path }) => path),
    hierarchies: hierarchiesOf(proposals, ownership.owned),
    sensitive: leaving(proposals, new Set([subject.table]), 'sensitive').map(({ path }) => path),
    identifiers: proposeIdentifiers(proposals),
  };
}

function unusable(table: SourceSchema['tables'][number], { tables }: SourceSchema): string | undefined {
  if (!tableName.safeParse(table.name).success)
    return 'has a name that no policy can say: letters, digits and underscores only';
  const parent = table.inherits.find((name) => tables.some((other) => other.name === name));
  if (parent) return `its rows are rows of ${parent} too`;
  const twice = tables.find((other) => other !== table && other.name.toLowerCase() === table.name.toLowerCase());
  return twice && twice.name < table.name ? `differs from ${twice.name} in case only` : undefined;
}

const countPersonal = (judged: readonly JudgedColumn[], table: string) =>
  judged.filter(
    ({ profile, role, entity, trait }) =>
      profile.table === table &&
      ((role === 'directIdentifier' && entity !== 'url' && entity !== null) ||
        entity === 'dateOfBirth' ||
        ['sex', 'maritalStatus', 'birthYear'].includes(trait ?? '')),
  ).length;

/** Domains of which some columns hold numbers and others text: only as text their pseudonyms meet. */
function mixedDomains(columns: readonly ColumnProfile[], domains: ReadonlyMap<string, string>): Set<string> {
  const types = new Map<string, Set<string>>();
  for (const profile of columns) {
    const domain = domains.get(pathOf(profile)) ?? '';
    types.set(domain, (types.get(domain) ?? new Set()).add(profile.readAs.type));
  }
  return new Set([...types].filter(([, each]) => each.size > 1).map(([domain]) => domain));
}

const asText = (judged: JudgedColumn): JudgedColumn =>
  judged.key === null ? judged : { ...judged, profile: { ...judged.profile, readAs: { type: 'text' } } };

const locales: Partial<Record<Language, DictionaryLocale>> = {
  cs: 'cs_CZ',
  sk: 'sk',
  de: 'de',
  fr: 'fr',
  it: 'it',
  es: 'es',
  nl: 'nl',
  pl: 'pl',
  sv: 'sv',
};

/** By the accents in its names, which tell a language only where there are many of them. */
function localeOf(judged: readonly JudgedColumn[], table: string): DictionaryLocale {
  const names = judged.filter(
    ({ profile, entity }) => profile.table === table && ['firstName', 'lastName', 'personName'].includes(entity ?? ''),
  );
  const texts = names.flatMap(({ profile }) => profile.sample.map(({ value }) => value));
  const accented = texts.filter((text) => /[^\p{ASCII}]/u.test(text));
  const language = accented.length >= 0.1 * texts.length ? findLanguage(accented) : undefined;
  return (language && locales[language]) ?? 'en';
}

type Leaving = { path: string; judged: JudgedColumn; rule: WrittenRule };

/** Outputs of the tables, as table.column, that leave and have the role. */
function leaving(
  proposals: readonly ColumnProposal[],
  tables: ReadonlySet<string>,
  role: 'quasiIdentifier' | 'sensitive',
): Leaving[] {
  return proposals
    .filter((each) => tables.has(each.judged.profile.table) && !isDropped(each))
    .flatMap(({ judged, entries }) => {
      const says = judged.role === role;
      const coarse = entries.filter(({ rule }) => typeof rule === 'object' && rule.generalize !== undefined);
      const kept = entries.filter(({ rule }) => rule === 'keep' || (typeof rule === 'object' && rule.keep));
      // What a birth number or a place is generalized to is known of a person, whatever role the column had.
      const isKnown = role === 'quasiIdentifier' && judged.role !== 'plain' && judged.role !== 'sensitive';
      return (says ? [...coarse, ...kept] : isKnown ? coarse : []).map((entry) => ({ ...entry, judged }));
    })
    .map(({ output, rule, judged }) => ({ path: `${judged.profile.table}.${output}`, judged, rule }));
}

/** Levels above what a rule leaves, where there are any between it and nothing at all. */
function hierarchiesOf(proposals: readonly ColumnProposal[], tables: ReadonlySet<string>): Proposal['hierarchies'] {
  const hierarchies: Record<string, GeneralizationHierarchy> = {};
  for (const { path, judged, rule } of leaving(proposals, tables, 'quasiIdentifier')) {
    const isNumber = typeof rule === 'object' && rule.keep === true && rule.type === 'integer';
    if (judged.entity === 'postcode') hierarchies[path] = { prefixes: [2, 1] };
    else if (isNumber && (judged.entity === 'age' || judged.trait === 'birthYear'))
      hierarchies[path] = { bands: [10, 20, 40] };
  }
  return hierarchies;
}
