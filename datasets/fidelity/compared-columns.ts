// Tells which output columns can be held against the source, and which were made to differ from it.
import type { Expression, ValueType } from '../engines/expression.ts';
import { column } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import { type TransformName, transformNames } from '../policy/transform-names.ts';
import { type CompiledColumn, type CompiledTable, carriesKey } from '../transforms/compiled-table.ts';

export type ComparedColumn = {
  table: string;
  name: string;
  /** Numbers and dates have a distribution function, categories have shares (SDMetrics: numerical and datetime, categorical and boolean). */
  kind: 'number' | 'category';
  type: ValueType;
  /** `generalized`: against source values generalized the same way. */
  treatment: 'kept' | 'generalized';
  /** The source column that it comes from. */
  source: string;
  /** What the source has in its place, of the source row under the alias `s`, with the joins it needs. */
  sourceValue: Expression;
  joins: readonly Join[];
};

export type ComparedTable = { name: string; key: readonly string[]; columns: readonly ComparedColumn[] };

/**
 * Replaced on purpose: nothing of the source's distribution is promised. A key says which row, never what it is like. Recoded: made
 * coarser group by group, so that nobody outside the extract's groups has a value to compare.
 */
export type LeftOutColumn = { table: string; column: string; reason: 'replaced' | 'key' | 'recoded' };

const treatments: Readonly<Record<Exclude<TransformName, 'drop'>, Treatment>> = {
  keep: 'kept',
  pseudonymize: 'replaced',
  dictionary: 'replaced',
  permute: 'replaced',
  preserveFormat: 'replaced',
  person: 'replaced',
  address: 'replaced',
  generalize: 'generalized',
  shiftDates: 'kept',
  clamp: 'generalized',
  round: 'generalized',
  noise: 'kept',
  redact: 'replaced',
};

export function compareColumns(
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
): { tables: ComparedTable[]; leftOut: LeftOutColumn[] } {
  const leftOut: LeftOutColumn[] = [];
  const compared = tables.map(({ name, key, columns }) => ({
    name,
    key,
    columns: columns.flatMap((each) => {
      const isKey = carriesKey(each) && keyColumnsOf(policy, name).has(each.source);
      const treatment = treatmentOf(policy, name, each.output);
      if (!isKey && (treatment === 'kept' || treatment === 'generalized'))
        return [comparedColumn(name, each, treatment)];
      const reason = treatment === 'kept' || treatment === 'generalized' ? 'key' : treatment;
      leftOut.push({ table: name, column: each.output, reason });
      return [];
    }),
  }));
  return { tables: compared, leftOut };
}

type Treatment = ComparedColumn['treatment'] | 'replaced' | 'recoded';

function treatmentOf({ tables, privacy }: ExtractPolicy, table: string, output: string): Treatment {
  const isQuasi = privacy.quasiIdentifiers !== 'none' && privacy.quasiIdentifiers.includes(`${table}.${output}`);
  if (isQuasi && privacy.method !== 'declared')
    return privacy.method === 'multidimensional' ? 'recoded' : 'generalized';
  const rule = tables[table]?.columns[output];
  const transform = transformNames.find((each) => rule?.[each] !== undefined);
  return transform === undefined || transform === 'drop' ? 'replaced' : treatments[transform];
}

function comparedColumn(
  table: string,
  { output, source, sourceType, value, joins = [] }: CompiledColumn,
  treatment: ComparedColumn['treatment'],
): ComparedColumn {
  const from = { table, name: output, treatment, source };
  return treatment === 'generalized'
    ? { ...from, type: value.type, kind: kindOf(value.type), sourceValue: value, joins }
    : { ...from, type: sourceType, kind: kindOf(sourceType), sourceValue: column('s', source, sourceType), joins: [] };
}

const kindOf = (type: ValueType): ComparedColumn['kind'] =>
  type === 'text' || type === 'boolean' || type === 'bytes' ? 'category' : 'number';

function keyColumnsOf({ tables, relations }: ExtractPolicy, table: string): Set<string> {
  return new Set([
    ...(tables[table]?.key ?? []),
    ...relations.flatMap(({ child, columns, parent, parentColumns = [] }) => [
      ...(child === table ? columns : []),
      ...(parent === table ? parentColumns : []),
    ]),
  ]);
}
