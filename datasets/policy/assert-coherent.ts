// Holds the parts of a policy against each other: every name must be declared, every rule must mean one thing.
import { assertHierarchies } from './assert-hierarchies.ts';
import type { ColumnRule } from './column-rule.ts';
import type { ExtractPolicy } from './extract-policy.ts';
import type { RefusePolicy } from './refuse-policy.ts';
import { transformNames } from './transform-names.ts';

/** Throws the first fault through `refuse`. What only the source can tell (does the column exist?) is asked later. */
export function assertCoherent(policy: ExtractPolicy, refuse: RefusePolicy): void {
  const { csv, parquet, duckdb, postgres } = policy.source;
  if (!csv && !parquet && !duckdb && !postgres)
    throw refuse(['source'], 'expected csv, parquet, duckdb or postgres, got none of them');
  assertTable(policy, refuse, ['subject', 'table'], policy.subject.table);
  for (const [table, { columns }] of Object.entries(policy.tables)) {
    assertDistinctNames(refuse, ['tables', table, 'columns'], Object.keys(columns));
    for (const [column, rule] of Object.entries(columns))
      assertOneTransform(refuse, ['tables', table, 'columns', column], rule);
  }
  for (const [kind, declared] of Object.entries({ csv, parquet }))
    assertFiles(policy, refuse, ['source', kind, 'files'], declared?.files);
  if (csv && !csv.header) assertNamedColumns(csv.files, refuse);
  assertDistinctNames(refuse, ['tables'], Object.keys(policy.tables));
  assertRelations(policy, refuse);
  assertQuasiIdentifiers(policy, refuse);
  assertHierarchies(policy, refuse);
  assertIdentifiers(policy, refuse);
}

function assertTable(policy: ExtractPolicy, refuse: RefusePolicy, path: PropertyKey[], table: string): void {
  if (policy.tables[table]) return;
  throw refuse(path, `expected a table declared under tables (${Object.keys(policy.tables).join(', ')}), got ${table}`);
}

function assertFiles(
  policy: ExtractPolicy,
  refuse: RefusePolicy,
  path: PropertyKey[],
  files: Readonly<Record<string, unknown>> | undefined,
): void {
  if (!files) return;
  for (const table of Object.keys(policy.tables))
    if (!files[table]) throw refuse(path, `expected a file for table ${table}, got none`);
  for (const table of Object.keys(files)) assertTable(policy, refuse, [...path, table], table);
}

/** Engines do not tell Name from name. */
function assertDistinctNames(refuse: RefusePolicy, path: PropertyKey[], names: string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase()))
      throw refuse([...path, name], `expected names that differ in more than case, got ${name} twice`);
    seen.add(name.toLowerCase());
  }
}

function assertOneTransform(refuse: RefusePolicy, path: PropertyKey[], rule: ColumnRule): void {
  const named = transformNames.filter((transform) => rule[transform] !== undefined);
  if (named.length === 1) return;
  throw refuse(
    path,
    `expected exactly one of ${transformNames.join(', ')}, got ${named.length === 0 ? 'none' : named.join(' with ')}`,
  );
}

function assertNamedColumns(files: NonNullable<ExtractPolicy['source']['csv']>['files'], refuse: RefusePolicy): void {
  for (const [table, { columns }] of Object.entries(files))
    if (!columns)
      throw refuse(
        ['source', 'csv', 'files', table],
        'expected file with columns, because header is false, got no columns',
      );
}

function assertRelations(policy: ExtractPolicy, refuse: RefusePolicy): void {
  for (const [position, relation] of policy.relations.entries()) {
    const path = ['relations', position];
    assertTable(policy, refuse, [...path, 'child'], relation.child);
    assertTable(policy, refuse, [...path, 'parent'], relation.parent);
    const target = relation.parentColumns ?? policy.tables[relation.parent]?.key ?? [];
    if (target.length !== relation.columns.length)
      throw refuse(
        [...path, 'columns'],
        `expected ${target.length} columns to match ${relation.parent} (${target.join(', ')}), got ${relation.columns.length}`,
      );
  }
}

function assertQuasiIdentifiers({ privacy, tables }: ExtractPolicy, refuse: RefusePolicy): void {
  if (privacy.quasiIdentifiers === 'none') return;
  for (const [position, path] of privacy.quasiIdentifiers.entries()) {
    const [table, column] = splitColumnPath(path);
    const rule = tables[table]?.columns[column];
    const at = ['privacy', 'quasiIdentifiers', position];
    if (!rule || rule.drop) throw refuse(at, `expected an output column of a declared table, got ${path}`);
    if (!rule.keep && !rule.generalize && !rule.clamp && !rule.round)
      throw refuse(
        at,
        `expected a column that is kept, generalized, clamped or rounded, got ${path}: what is replaced or shifted is no quasi-identifier`,
      );
  }
}

function assertIdentifiers(policy: ExtractPolicy, refuse: RefusePolicy): void {
  if (policy.identifiers === 'none') return;
  assertDistinctNames(
    refuse,
    ['identifiers'],
    policy.identifiers.map(({ name }) => name),
  );
  for (const [position, identifier] of policy.identifiers.entries()) {
    const path = ['identifiers', position];
    const tables = new Set(
      [...identifier.columns, ...(identifier.tuple ?? [])].map((each) => splitColumnPath(each)[0]),
    );
    const [table = ''] = tables;
    assertTable(policy, refuse, [...path, 'columns'], table);
    if (tables.size > 1)
      throw refuse([...path, 'columns'], `expected columns of one table, got ${[...tables].join(' with ')}`);
    if (
      (identifier.class === 'number' || identifier.class === 'nationalId') &&
      identifier.context.length === 0 &&
      !identifier.tuple
    )
      throw refuse(path, 'expected context words or a tuple, because bare numbers collide by chance, got neither');
  }
}

export function splitColumnPath(path: string): [table: string, column: string] {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}
