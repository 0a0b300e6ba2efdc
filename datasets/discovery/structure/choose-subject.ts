// Chooses whose data this is: the table of people that most other tables hang on.
import { subjectOfTable } from './column-words.ts';
import type { FoundRelation } from './find-relations.ts';

/** Who is served, treated or insured comes before who serves. */
const served =
  /^(customer|client|patient|person|people|member|subscriber|subject|applicant|insured|borrower|debtor|policyholder|passenger|guest|student|pupil|donor|tenant|citizen|resident|consumer|buyer|account ?holder|participant|respondent|voter|taxpayer|contact|user|household)$/;
const serving =
  /^(employee|staff|worker|agent|officer|salesperson|provider|physician|doctor|teacher|driver|author|actor|supplier|vendor)$/;

export type SubjectCandidate = {
  table: string;
  rows: number;
  /** Columns by which a person is known. */
  personColumns: number;
};

export type ChosenSubject = { table: string; reason: string; isPerson: boolean };

/** Undefined only where there is no table. */
export function chooseSubject(
  candidates: readonly SubjectCandidate[],
  relations: readonly FoundRelation[],
): ChosenSubject | undefined {
  const people = candidates.filter(({ personColumns }) => personColumns > 0);
  const ranked = (people.length > 0 ? people : candidates)
    .map((candidate) => ({ ...candidate, hanging: tablesBelow(candidate.table, relations), score: 0 }))
    .map((candidate) => ({ ...candidate, score: score(candidate) }))
    .sort((a, b) => b.score - a.score || b.rows - a.rows || (a.table < b.table ? -1 : 1));
  const [best] = ranked;
  if (!best) return undefined;
  const hangs = `${best.hanging} other ${best.hanging === 1 ? 'table hangs' : 'tables hang'} on it`;
  return best.personColumns > 0
    ? {
        table: best.table,
        isPerson: true,
        reason: `${best.personColumns} of its columns tell of a person, and ${hangs}`,
      }
    : { table: best.table, isPerson: false, reason: `no table tells of people; ${hangs}` };
}

function score({ table, rows, personColumns, hanging }: SubjectCandidate & { hanging: number }): number {
  const words = subjectOfTable(table);
  const [last = ''] = words.slice(-1);
  const called = served.test(last) ? 4 : serving.test(last) ? -2 : words.some((word) => served.test(word)) ? 1 : 0;
  return hanging + Math.log2(1 + rows) / 2 + Math.min(4, personColumns) + called;
}

/** How many tables point at this one, directly or through others. */
function tablesBelow(table: string, relations: readonly FoundRelation[]): number {
  const found = new Set([table]);
  for (const reached of found) for (const { child, parent } of relations) if (parent === reached) found.add(child);
  return found.size - 1;
}
