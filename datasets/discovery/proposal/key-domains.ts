// Gives every key a domain: one for all columns that hold values of the same key, so that pseudonyms still join.
import { type ColumnProfile, pathOf } from '../profile/column-profile.ts';
import { subjectOfTable } from '../structure/column-words.ts';
import type { FoundRelation } from '../structure/find-relations.ts';

/** Domain by `table.column`; columns outside every relation have one of their own. */
export function keyDomains(
  profiles: readonly ColumnProfile[],
  relations: readonly FoundRelation[],
): Map<string, string> {
  const target = new Map<string, string>();
  for (const { child, columns, parent, parentColumns } of relations)
    for (const [at, name] of columns.entries()) {
      const [from, to] = [`${child}.${name}`, `${parent}.${parentColumns[at]}`];
      if (rootOf(target, to) !== from) target.set(rootOf(target, from), rootOf(target, to));
    }
  const taken = new Map<string, string>();
  return new Map(
    profiles.map((profile) => {
      const root = rootOf(target, pathOf(profile));
      const known = taken.get(root);
      if (known) return [pathOf(profile), known];
      const [table = '', column = ''] = [root.slice(0, root.indexOf('.')), root.slice(root.indexOf('.') + 1)];
      const isPointedAt = relations.some(
        ({ parent, parentColumns }) => parent === table && parentColumns.includes(column),
      );
      const plain = isPointedAt ? subjectOfTable(table).join(' ') : `${table} ${column}`;
      const domain = [...taken.values()].includes(plain) ? `${table} ${column}` : plain;
      taken.set(root, domain);
      return [pathOf(profile), domain];
    }),
  );
}

function rootOf(target: ReadonlyMap<string, string>, path: string): string {
  let root = path;
  for (let next = target.get(root); next !== undefined && next !== root; next = target.get(root)) root = next;
  return root;
}
