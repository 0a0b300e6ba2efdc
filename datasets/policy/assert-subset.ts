// Holds a policy's subset against its tables: strata that can be read, caps that leave no row without its parent.
import { splitColumnPath } from './assert-coherent.ts';
import type { ExtractPolicy } from './extract-policy.ts';
import type { RefusePolicy } from './refuse-policy.ts';

/** Throws the first fault through `refuse`. */
export function assertSubset(policy: ExtractPolicy, refuse: RefusePolicy): void {
  assertStrata(policy, refuse);
  for (const [position, { child, parent, atMost }] of policy.relations.entries()) {
    if (atMost === undefined) continue;
    const path = ['relations', position, 'atMost'];
    const hanging = pointingAt(policy, child);
    if (hanging.has(parent))
      throw refuse(
        path,
        `expected a relation outside every circle, got one from ${child} to ${parent}, which itself hangs on ${child}: what is left out would leave its own parent out`,
      );
    if (hanging.has(policy.subject.table))
      throw refuse(
        path,
        `expected children that no subject hangs on, got ${child}: to take fewer subjects lower subject.budget`,
      );
  }
}

function assertStrata({ subject, tables }: ExtractPolicy, refuse: RefusePolicy): void {
  for (const [position, { column, by }] of subject.strata.entries()) {
    const [table, name] = splitColumnPath(column);
    const rule = Object.entries(tables[table]?.columns ?? {}).find(
      ([output, { from }]) => (from ?? output) === name,
    )?.[1];
    const path = ['subject', 'strata', position];
    if (!tables[table]) throw refuse(path, `expected a column of a declared table, got ${column}`);
    if (by && rule?.type !== 'date' && rule?.type !== 'timestamp')
      throw refuse(
        path,
        `expected a date or timestamp to make ${by}s of, got ${column}; declare its type under tables.${table} (drop it there if it must not leave)`,
      );
  }
}

/** The table itself with every table that points at it, directly or through others. */
function pointingAt({ relations }: ExtractPolicy, table: string): Set<string> {
  const found = new Set([table]);
  for (const reached of found) for (const { child, parent } of relations) if (parent === reached) found.add(child);
  return found;
}
