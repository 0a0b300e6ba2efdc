// What leaves under a view: the rows of the policy's tables, its tables of groups, or the latter alone.
import type { Engine } from '../engines/engine.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { createAggregate } from './aggregate.ts';

/** Creates the finished tables of groups and notes their rows. */
export async function tablesLeaving(
  engine: Engine,
  { policy, view, k, refuse }: { policy: ExtractPolicy; view: string | undefined; k: number; refuse: RefusePolicy },
  tables: readonly CompiledTable[],
  rows: Map<string, number>,
): Promise<readonly CompiledTable[]> {
  const declared = view === undefined ? undefined : policy.views[view];
  if (view === undefined || !declared) return tables;
  const aggregates: CompiledTable[] = [];
  for (const [name, aggregate] of Object.entries(declared.aggregates)) {
    if (policy.tables[name])
      throw refuse(['views', view, 'aggregates', name], `expected a name that no table has, got ${name}`);
    const deps = { tables, relations: policy.relations, k, refuse };
    const made = await createAggregate(engine, { view, name, declared: aggregate }, deps);
    aggregates.push(made.table);
    rows.set(name, made.rows);
  }
  return declared.omit === 'rows' ? aggregates : [...tables, ...aggregates];
}
