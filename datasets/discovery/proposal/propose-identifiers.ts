// Proposes how the gate and the server recognize each direct identifier: class, context, and a tuple where values are short.
import type { IdentifierClass } from '../../identifiers/identifier-set.ts';
import type { EntityType } from '../../identifiers/recognizers/entity-types.ts';
import { wordsOfName } from '../structure/column-words.ts';
import type { ColumnProposal } from './proposed-column.ts';

export type ProposedIdentifier = {
  name: string;
  columns: string[];
  class: IdentifierClass;
  context?: string[];
  minimumEntropyBits?: number;
  tuple?: string[];
};

const classOf: Partial<Record<EntityType, IdentifierClass>> = {
  email: 'email',
  phone: 'phone',
  iban: 'iban',
  personName: 'fullName',
  firstName: 'fullName',
  lastName: 'fullName',
};
const wordsFor: Partial<Record<EntityType, readonly string[]>> = {
  phone: ['phone', 'telephone', 'mobile', 'tel', 'fax'],
  nationalId: ['national id', 'personal number', 'birth number', 'ssn'],
  pan: ['card number', 'card'],
  bankAccount: ['account', 'account number'],
  passport: ['passport'],
  driverLicence: ['licence', 'license'],
  address: ['address', 'street'],
  username: ['user', 'login'],
};

export function proposeIdentifiers(proposals: readonly ColumnProposal[]): ProposedIdentifier[] {
  const direct = proposals.filter(
    ({ judged: { role, profile } }) =>
      role === 'directIdentifier' && profile.filled > 0 && profile.column.type !== null,
  );
  const tables = [...new Set(direct.map(({ judged }) => judged.profile.table))];
  const found = tables.flatMap((table) =>
    ofTable(
      table,
      direct.filter(({ judged }) => judged.profile.table === table),
      proposals,
    ),
  );
  const taken = new Set<string>();
  return found.map((each) => {
    let name = each.name;
    for (let turn = 2; taken.has(name.toLowerCase()); turn++) name = `${each.name} ${turn}`;
    taken.add(name.toLowerCase());
    return { ...each, name };
  });
}

function ofTable(
  table: string,
  direct: readonly ColumnProposal[],
  all: readonly ColumnProposal[],
): ProposedIdentifier[] {
  const firsts = direct.filter(({ judged }) => judged.entity === 'firstName');
  const lasts = direct.filter(({ judged }) => judged.entity === 'lastName');
  const [first, last] = [firsts[0], lasts[0]];
  const isPair = first !== undefined && last !== undefined;
  const single = direct.filter((each) => !isPair || (each !== first && each !== last));
  const path = ({ judged: { profile } }: ColumnProposal) => `${table}.${profile.column.name}`;
  return [
    ...(isPair
      ? [{ name: `${spaced(table)} name`, columns: [path(first), path(last)], class: 'fullName' as const }]
      : []),
    ...single.map((each) => one(each, path(each), all)),
  ];
}

function one({ judged }: ColumnProposal, path: string, all: readonly ColumnProposal[]): ProposedIdentifier {
  const { profile, entity } = judged;
  const own = spaced(profile.column.name);
  const name = `${spaced(profile.table)} ${own}`;
  const isNumber = profile.sample.every(({ value }) => /^\s*\d[\d /-]*\s*$/.test(value));
  const kind = classOf[entity ?? 'freeText'] ?? (isNumber ? 'number' : 'text');
  const context = [...new Set([own, ...(wordsFor[entity ?? 'freeText'] ?? [])])];
  if (kind === 'email' || kind === 'iban') return { name, columns: [path], class: kind };
  if (kind === 'number') {
    const companion = companionOf(profile.table, path, all);
    return {
      name,
      columns: [path],
      class: kind,
      context,
      ...(companion && profile.longest < 15 ? { tuple: [path, companion] } : {}),
    };
  }
  return { name, columns: [path], class: kind, context, ...(entity === 'address' ? { minimumEntropyBits: 24 } : {}) };
}

/** Something else of the same row that a person is known by: with it a short number counts outside its context too. */
function companionOf(table: string, path: string, all: readonly ColumnProposal[]): string | undefined {
  const [found] = all
    .filter(
      ({ judged: { profile, role, key } }) =>
        profile.table === table &&
        `${table}.${profile.column.name}` !== path &&
        profile.distinct >= 10 &&
        profile.filled >= 0.9 * profile.rows &&
        (role === 'quasiIdentifier' || key === 'foreign'),
    )
    .sort((a, b) => b.judged.profile.distinct - a.judged.profile.distinct);
  return found && `${table}.${found.judged.profile.column.name}`;
}

const spaced = (name: string) => wordsOfName(name).join(' ') || name;
