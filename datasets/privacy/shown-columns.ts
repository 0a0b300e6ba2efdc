// Quasi-identifiers whose level is chosen: their columns show what enforcement has written for their rows.
import { column, equal, type ValueType } from '../engines/expression.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { GeneralizationHierarchy } from '../policy/generalization-hierarchy.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { CompiledColumn, CompiledTable } from '../transforms/compiled-table.ts';
import { shownTable, sourceRow } from '../working-tables.ts';

/** A quasi-identifier with its own value, which the levels of its hierarchy make coarser. */
export type QuasiColumn = {
  path: string;
  table: string;
  output: string;
  /** The column as its own rule compiles it. */
  own: CompiledColumn;
  hierarchy: GeneralizationHierarchy | undefined;
  /** Builds the error that names the hierarchy's place. */
  refuse: (sentence: string) => Error;
};

export type ShownTables = {
  /** As the policy's rules compile them. */
  own: readonly CompiledTable[];
  /** As they leave. */
  tables: readonly CompiledTable[];
  /** Whose level enforcement chooses: none where the method is `declared`. */
  quasi: readonly QuasiColumn[];
};

/**
 * Columns as compiled, but that every quasi-identifier whose level enforcement chooses is a text read from its table of shown
 * values. Throws through `refuse` where a hierarchy does not fit its column's type.
 */
export function showQuasiIdentifiers(
  { privacy }: Pick<ExtractPolicy, 'privacy'>,
  tables: readonly CompiledTable[],
  hierarchies: Hierarchies,
  refuse: RefusePolicy,
): ShownTables {
  if (privacy.method === 'declared' || privacy.quasiIdentifiers === 'none') return { own: tables, tables, quasi: [] };
  const quasi = privacy.quasiIdentifiers.flatMap((path) => {
    const [table, output] = splitColumnPath(path);
    const own = tables.find(({ name }) => name === table)?.columns.find((each) => each.output === output);
    if (!own) return [];
    const hierarchy = privacy.hierarchies[path];
    const found = {
      ...{ path, table, output, own, hierarchy },
      refuse: (sentence: string) => refuse(['privacy', 'hierarchies', path], sentence),
    };
    assertFits(found, hierarchies);
    return [found];
  });
  const shown = tables.map((table) => ({
    ...table,
    columns: table.columns.map((each) =>
      quasi.some(({ own }) => own === each) ? shownColumn(table.name, each) : each,
    ),
  }));
  return { own: tables, tables: shown, quasi };
}

function shownColumn(table: string, own: CompiledColumn): CompiledColumn {
  const { map: _, ...rest } = own;
  const as = `shown ${own.output}`;
  return {
    ...rest,
    preserves: 'lossy',
    value: column(as, own.output, 'text'),
    joins: [{ how: 'left', relation: shownTable(table), as, on: equal(column(as, 'row', 'integer'), sourceRow) }],
  };
}

function assertFits({ own, hierarchy, refuse }: QuasiColumn, hierarchies: Hierarchies): void {
  const { type } = own.value;
  if (hierarchy?.bands && !isNumber(type)) throw refuse(`expected bands of a number, got ${type}`);
  if (hierarchy?.yearBands && type !== 'date' && type !== 'timestamp')
    throw refuse(`expected yearBands of a date, got ${type}`);
  if (hierarchy?.file && !hierarchies.has(hierarchy.file.sha256))
    throw refuse(`expected the hierarchy ${hierarchy.file.name} to be read before columns are compiled, got none`);
}

const isNumber = (type: ValueType) => type === 'integer' || type === 'double' || type.startsWith('decimal');
