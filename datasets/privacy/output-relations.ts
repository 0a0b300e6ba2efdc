// Relations as the extract shows them, on the values that leave.
import type { Engine } from '../engines/engine.ts';
import { and, cast, column, count, equal, isNull, not } from '../engines/expression.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import { type CompiledColumn, type CompiledTable, carriesKey } from '../transforms/compiled-table.ts';
import { outputTable } from '../working-tables.ts';

export type OutputRelation = {
  /** Its place among the policy's relations, which the edges go by. */
  position: number;
  child: string;
  columns: CompiledColumn[];
  parent: string;
  parentColumns: CompiledColumn[];
};

/** Refuses a relation whose two sides leave under different transforms: no value of one would be found in the other. */
export function outputRelationsOf(
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
  refuse: RefusePolicy,
): OutputRelation[] {
  return policy.relations.flatMap((relation, position) => {
    const columns = outputsOf(tables, relation.child, relation.columns);
    const target = relation.parentColumns ?? policy.tables[relation.parent]?.key ?? [];
    const parentColumns = outputsOf(tables, relation.parent, target);
    if (!columns || !parentColumns) return [];
    for (const [part, { label, output }] of columns.entries()) {
      const other = parentColumns[part];
      if (other && other.label !== label)
        throw refuse(
          ['relations', position],
          `expected one transform on both sides, got ${label} for ${relation.child}.${output} but ${other.label} for ${relation.parent}.${other.output}`,
        );
    }
    return [{ position, child: relation.child, columns, parent: relation.parent, parentColumns }];
  });
}

function outputsOf(
  tables: readonly CompiledTable[],
  table: string,
  sources: readonly string[],
): CompiledColumn[] | undefined {
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  const found = sources.flatMap((source) => columns.find((each) => each.source === source && carriesKey(each)) ?? []);
  return found.length === sources.length ? found : undefined;
}

export async function countOrphans(
  engine: Engine,
  { child, columns, parent, parentColumns }: OutputRelation,
): Promise<number> {
  const pairs = columns.map((each, part) => {
    const other = parentColumns[part] ?? each;
    return equal(
      cast(column('c', each.output, each.value.type), 'text'),
      cast(column('p', other.output, other.value.type), 'text'),
    );
  });
  const [[orphans] = []] = await engine.rows({
    from: { relation: outputTable(child), as: 'c' },
    joins: [{ how: 'anti', relation: outputTable(parent), as: 'p', on: and(...pairs) }],
    where: and(...columns.map(({ output, value }) => not(isNull(column('c', output, value.type))))),
    select: { orphans: count() },
  });
  return Number(orphans);
}
