// Finds keys that say where somebody lives: pointing at a district gives its name away, whatever the pointer is replaced by.
import type { JudgedColumn } from '../judgement/judge-source.ts';
import { subjectOfTable } from '../structure/column-words.ts';
import type { Ownership } from '../structure/find-ownership.ts';
import type { FoundRelation } from '../structure/find-relations.ts';

const placeTables =
  /^(district|region|city|town|country|county|province|municipality|place|location|territory|postcode|zip|zipcode|okres|kraj|obec|ort|land|gemeinde|commune|departement|department_geo|state|ward|borough|area|geography|geo)$/;

/** By `table.column` of the pointer: what to look up instead (`table.column`), or `none` where only dropping helps. */
export function placesBehind(
  judged: readonly JudgedColumn[],
  relations: readonly FoundRelation[],
  { owned }: Ownership,
  subject: string,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const { child, columns, parent } of relations) {
    const [column, ...others] = columns;
    if (column === undefined || others.length > 0 || !owned.has(child) || owned.has(parent)) continue;
    if (!placeTables.test(subjectOfTable(parent).slice(-1)[0] ?? '')) continue;
    const coarse = child === subject ? coarsest(judged, parent) : undefined;
    found.set(`${child}.${column}`, coarse ?? 'none');
  }
  return found;
}

/** The text column of a place's table with the fewest values: its region, its country. */
function coarsest(judged: readonly JudgedColumn[], table: string): string | undefined {
  const [best] = judged
    .filter(
      ({ profile, key, role }) =>
        profile.table === table &&
        key === null &&
        (role === 'quasiIdentifier' || role === 'plain') &&
        profile.readAs.type === 'text' &&
        profile.distinct >= 2 &&
        profile.distinct * 2 <= profile.rows,
    )
    .sort((a, b) => a.profile.distinct - b.profile.distinct);
  return best && `${table}.${best.profile.column.name}`;
}
