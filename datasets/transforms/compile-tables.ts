// Compiles the rules of a policy to relational expressions, table by table, before anything is read.
import { cast, coalesce, column, type Expression, equal, text } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ColumnRule } from '../policy/column-rule.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { transformNames } from '../policy/transform-names.ts';
import { ownedTables } from '../subset/owned-tables.ts';
import { sourceTable } from '../working-tables.ts';
import { type CompiledColumn, type CompiledTable, carriesKey } from './compiled-table.ts';
import { inlineKeys } from './inline-keys.ts';
import { transformTable } from './transform-table.ts';

/** Tables of which no column leaves the source are not among them. */
export function compileTables(
  policy: ExtractPolicy,
  needed: SourceColumns,
  refuse: RefusePolicy,
  hierarchies: Hierarchies = new Map(),
): CompiledTable[] {
  const owned = ownedTables(policy);
  const tables = Object.entries(policy.tables).flatMap(([name, { key, columns }]) => {
    const compiled = Object.entries(columns)
      .filter(([, rule]) => !rule.drop)
      .map(([output, rule]) =>
        compileColumn({ policy, needed, refuse, hierarchies, owned: owned.has(name) }, name, output, rule),
      );
    const carriers = key.map((part) => compiled.find((each) => each.source === part && carriesKey(each)));
    const outputKey = carriers.flatMap((carrier) => (carrier ? [carrier.output] : []));
    return compiled.length === 0
      ? []
      : [{ name, key, outputKey: outputKey.length === key.length ? outputKey : [], columns: compiled }];
  });
  return inlineKeys(tables);
}

type Surroundings = {
  policy: ExtractPolicy;
  needed: SourceColumns;
  refuse: RefusePolicy;
  hierarchies: Hierarchies;
  owned: boolean;
};

function compileColumn(around: Surroundings, table: string, output: string, rule: ColumnRule): CompiledColumn {
  const { policy, needed, owned, hierarchies } = around;
  const source = rule.from ?? output;
  const refuse = (sentence: string) => around.refuse(['tables', table, 'columns', output], sentence);
  const value = column('s', source, rule.type);
  const name = transformNames.find((each) => rule[each] !== undefined);
  if (!name || name === 'drop') throw refuse('expected a transform, got none');
  const lookup = (path: string) => compileLookup(policy, needed, { table, source, output, value, path, refuse });
  const { shiftWeeks } = policy.subject;
  const typeOf = (part: string) => needed.get(table)?.get(part)?.type ?? 'text';
  const key = policy.tables[table]?.key ?? [];
  const rowKey = key.map((part) => coalesce(cast(column('s', part, typeOf(part)), 'text'), text('')));
  const transformed = transformTable[name]({
    ...{ table, output, source, rule, value, key, rowKey },
    sibling: (part) => column('s', part, typeOf(part)),
    isIdentifier: isIdentifier(policy, `${table}.${source}`),
    ...{ owned, shiftWeeks, hierarchies, lookup, refuse },
  });
  return { ...transformed, output, source, sourceType: rule.type };
}

const isIdentifier = ({ identifiers }: ExtractPolicy, path: string): boolean =>
  identifiers !== 'none' && identifiers.some(({ columns }) => columns.length === 1 && columns[0] === path);

type Lookup = {
  table: string;
  source: string;
  output: string;
  value: Expression;
  path: string;
  refuse: (sentence: string) => Error;
};

function compileLookup(policy: ExtractPolicy, needed: SourceColumns, at: Lookup): { value: Expression; join: Join } {
  const [parent, attribute] = splitColumnPath(at.path);
  const relation = policy.relations.find(
    (each) =>
      each.child === at.table && each.parent === parent && each.columns.length === 1 && each.columns[0] === at.source,
  );
  if (!relation)
    throw at.refuse(`expected a relation from ${at.table}.${at.source} to ${parent}, got none under relations`);
  const [target = ''] = relation.parentColumns ?? policy.tables[parent]?.key ?? [];
  const typeOf = (name: string) => needed.get(parent)?.get(name)?.type ?? 'text';
  const alias = `lookup ${at.output}`;
  return {
    value: column(alias, attribute, typeOf(attribute)),
    join: {
      how: 'left',
      relation: sourceTable(parent),
      as: alias,
      on: equal(cast(column(alias, target, typeOf(target)), 'text'), cast(at.value, 'text')),
    },
  };
}
