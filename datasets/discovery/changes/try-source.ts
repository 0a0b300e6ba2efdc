// Reads a source as a run would, and tells everything that a run would refuse, not only the first.
import type { Engine } from '../../engines/engine.ts';
import { ExtractError } from '../../extract-error.ts';
import type { ExtractPolicy } from '../../policy/extract-policy.ts';
import type { SourceColumns } from '../../policy/source-columns.ts';
import type { Source } from '../../sources/source.ts';
import { resolveEdges } from '../../subset/relation-edges.ts';
import { rowColumn, sourceTable } from '../../working-tables.ts';
import type { ChangeKind, PolicyChange } from './policy-change.ts';

type Trial = {
  engine: Engine;
  source: Source;
  policy: ExtractPolicy;
  needed: SourceColumns;
  /** Tables that lack nothing the policy names. */
  whole: readonly string[];
  onTable: (table: string, rows: number) => void;
};

export async function trySource({ engine, source, policy, needed, whole, onTable }: Trial): Promise<PolicyChange[]> {
  const changes: PolicyChange[] = [];
  const told = async (
    kind: ChangeKind,
    table: string,
    column: string | null,
    work: () => Promise<unknown>,
  ): Promise<boolean> => {
    const refusal = await refusalOf(work);
    if (refusal !== undefined) changes.push({ kind, table, column, detail: refusal, stops: true });
    return refusal === undefined;
  };
  const readable = new Set<string>();
  for (const table of whole) {
    const columns = [...(needed.get(table)?.values() ?? [])].filter((column) => column.read);
    let rows = 0;
    const isRead = await told('unreadable', table, null, async () => {
      rows = await source.load(table, columns, { name: sourceTable(table), rowColumn, firstRow: 0n });
    });
    if (isRead) readable.add(table);
    onTable(table, rows);
  }
  const unique = new Set<string>();
  for (const [table, declared] of Object.entries(policy.tables)) {
    if (!readable.has(table)) continue;
    const only = { ...policy, tables: { [table]: declared }, relations: [] };
    if (await told('key-not-unique', table, declared.key.join(', '), () => resolveEdges(engine, only, needed)))
      unique.add(table);
  }
  for (const relation of policy.relations) {
    const { child, parent, columns } = relation;
    const target = policy.tables[parent];
    if (!readable.has(child) || !unique.has(parent) || !target) continue;
    const only = { ...policy, tables: { [parent]: target }, relations: [relation] };
    await told('relation-broken', child, columns.join(', '), () => resolveEdges(engine, only, needed));
  }
  return changes;
}

/** The sentence of a refusal; a failure of ours goes on as one. */
export async function refusalOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ExtractError && ['bad-source', 'bad-policy'].includes(error.code)) return error.message;
    throw error;
  }
}
