// HIPAA's Safe Harbor, 45 CFR 164.514(b)(2): which of its eighteen classes the facts of a policy show to be gone.
import type { CompiledColumn, CompiledTable } from '../../transforms/compiled-table.ts';

export type SafeHarborClass = { letter: string; what: string; met: boolean; why: string };
export type SafeHarbor = { claimed: boolean; classes: SafeHarborClass[] };

/** Columns that stand in the way of each class, by the only facts there are: types and transforms. */
type Hindrance = 'text' | 'number' | 'date' | 'year' | 'code';

const classes: readonly [letter: string, what: string, hindrances: readonly Hindrance[]][] = [
  ['A', 'names', ['text']],
  ['B', 'places smaller than a state', ['text', 'number']],
  ['C', 'parts of dates finer than a year, and ages over 89', ['date', 'year', 'text', 'number']],
  ['D', 'telephone numbers', ['text', 'number']],
  ['E', 'fax numbers', ['text', 'number']],
  ['F', 'e-mail addresses', ['text']],
  ['G', 'social security numbers', ['text', 'number']],
  ['H', 'medical record numbers', ['text', 'number']],
  ['I', 'health plan numbers', ['text', 'number']],
  ['J', 'account numbers', ['text', 'number']],
  ['K', 'certificate and licence numbers', ['text', 'number']],
  ['L', 'vehicle numbers and plates', ['text', 'number']],
  ['M', 'device numbers', ['text', 'number']],
  ['N', 'web addresses', ['text']],
  ['O', 'IP addresses', ['text']],
  ['P', 'biometrics', ['text']],
  ['Q', 'photographs of faces', ['text']],
  ['R', 'any other unique number or code', ['code', 'text', 'number']],
];

const reasons: Record<Hindrance, string> = {
  text: 'texts of the source leave, and the policy cannot show what they say',
  number: 'whole numbers of the source leave, and the policy cannot show what they number',
  date: 'dates finer than a year leave; moving all of a person alike does not make them coarser',
  year: 'years leave that may tell an age over 89',
  code: 'pseudonyms leave that are worked out from the person’s own numbers by a key',
};

/** Claimed only where every class is shown to be gone: what the facts leave open is not claimed. */
export function safeHarborOf(tables: readonly CompiledTable[]): SafeHarbor {
  const found = new Map<Hindrance, string[]>();
  for (const { name, columns } of tables)
    for (const each of columns)
      for (const hindrance of hindrancesOf(each))
        found.set(hindrance, [...(found.get(hindrance) ?? []), `${name}.${each.output}`]);
  const told = classes.map(([letter, what, hindrances]): SafeHarborClass => {
    const hindrance = hindrances.find((each) => found.has(each));
    if (!hindrance) return { letter, what, met: true, why: 'no column can hold it' };
    return { letter, what, met: false, why: `${reasons[hindrance]}: ${shortList(found.get(hindrance) ?? [])}` };
  });
  return { claimed: told.every(({ met }) => met), classes: told };
}

function hindrancesOf({ value: { type }, label }: CompiledColumn): Hindrance[] {
  if (/^(pseudonymize|permute|preserveFormat|person (email|username)) /.test(label)) return ['code'];
  if (type === 'date' || type === 'timestamp' || label === 'month') return ['date'];
  if (/^(birth )?years? ?/.test(label)) return ['year'];
  // Words of a dictionary or of the policy itself were never the source's.
  if (/^(dictionary |person |address |map$|sex$|band )/.test(label) || type === 'boolean') return [];
  if (type === 'text') return ['text'];
  return type === 'integer' ? ['number'] : [];
}

const shown = 4;

const shortList = (columns: readonly string[]): string =>
  columns.length <= shown
    ? columns.join(', ')
    : `${columns.slice(0, shown).join(', ')} and ${columns.length - shown} more`;
