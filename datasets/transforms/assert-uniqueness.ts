// Refuses a transform that merges values where the policy or the source says that values tell rows apart.
import type { ColumnRule } from '../policy/column-rule.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import { transformNames } from '../policy/transform-names.ts';
import type { SourceSchema } from '../sources/source-schema.ts';
import { type CompiledColumn, type CompiledTable, carriesKey } from './compiled-table.ts';

type Judged = { policy: ExtractPolicy; tables: readonly CompiledTable[]; refuse: RefusePolicy };

/** Keys of the policy's tables, and what its relations point at: known without the source. */
export function assertKeysStayUnique(judged: Judged): void {
  const { tables, relations } = judged.policy;
  for (const [table, { key }] of Object.entries(tables)) assertStays(judged, table, key, `the key of ${table}`);
  for (const { child, parent, parentColumns } of relations)
    if (parentColumns) assertStays(judged, parent, parentColumns, `what ${child} points at`);
}

/** Primary and unique keys that the source declares, whatever the policy calls the key. */
export function assertDeclaredKeysStayUnique(judged: Judged, schema: SourceSchema): void {
  // The parts of a key of several columns repeat: only the policy knows which of them it still needs together.
  for (const { name, primaryKey, uniqueKeys } of schema.tables)
    for (const key of [primaryKey, ...uniqueKeys])
      if (key.length === 1) assertStays(judged, name, key, `unique in the source`);
}

/**
 * What is dropped by its own name may go on under other names as something coarser: the steward has said what becomes of it.
 */
function assertStays({ policy, tables, refuse }: Judged, table: string, key: readonly string[], because: string): void {
  const compiled = tables.find(({ name }) => name === table)?.columns ?? [];
  for (const source of key) {
    const outputs = compiled.filter((each) => each.source === source);
    const [merged] = outputs.filter((each) => !staysApart(each, key, compiled));
    if (!merged || outputs.some(carriesKey) || policy.tables[table]?.columns[source]?.drop) continue;
    const rule = policy.tables[table]?.columns[merged.output];
    throw refuse(
      ['tables', table, 'columns', merged.output],
      `expected a transform that keeps different values different, because ${source} is ${because}, got ${nameOf(rule)} (${merged.preserves}); pseudonymize it, or drop ${source} by its own name and give this another`,
    );
  }
}

/** A date that moves with its subject still tells the rows of one subject apart, beside a column that tells subjects apart. */
const staysApart = (each: CompiledColumn, key: readonly string[], columns: readonly CompiledColumn[]): boolean =>
  each.preserves === 'unique' ||
  (each.preserves === 'withinSubject' &&
    key.some((part) => part !== each.source && columns.some((other) => other.source === part && carriesKey(other))));

const nameOf = (rule: ColumnRule | undefined) => transformNames.find((each) => rule?.[each] !== undefined) ?? 'nothing';
