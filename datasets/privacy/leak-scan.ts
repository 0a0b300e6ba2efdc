// Looks for every identifier of the source in every column of the finished tables.
import type { Engine } from '../engines/engine.ts';
import {
  choose,
  coalesce,
  column,
  concatText,
  count,
  type Expression,
  equal,
  integer,
  isNull,
  matches,
  not,
  sum,
  text,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { columnVerdict } from '../identifiers/column-verdict.ts';
import { findIdentifiers } from '../identifiers/find-identifiers.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';
import { cellPatterns, normalizedExpression, plainText } from '../identifiers/normalize.ts';
import { separator } from '../keys/keyed-hash.ts';
import { companionText, type GatheredIdentifier } from '../sources/identifier-values.ts';
import type { CompiledColumn, CompiledTable } from '../transforms/compile-tables.ts';
import { outputTable } from '../working-tables.ts';

/** One sentence per leak, with names only: no value is repeated. */
export async function scanTables(
  engine: Engine,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
  set: IdentifierSet,
): Promise<string[]> {
  const leaks: string[] = [];
  for (const table of tables) {
    for (const identifier of gathered) {
      leaks.push(...(await scanColumns(engine, table, identifier)));
      if (identifier.declared.columns.length > 1) leaks.push(...(await scanPairs(engine, table, identifier)));
    }
    leaks.push(...(await scanProse(engine, table, set)));
  }
  return leaks;
}

const asText = ({ output, value }: CompiledColumn) => plainText(column('t', output, value.type));
const one = (condition: Expression<'boolean'>) => sum(choose([{ when: condition, give: integer(1) }], integer(0)));

async function scanColumns(engine: Engine, table: CompiledTable, identifier: GatheredIdentifier): Promise<string[]> {
  const { columns } = table;
  const { declared, shape, values } = identifier;
  const cells: Relation = {
    unionAll: columns.map((each) => ({
      from: { relation: outputTable(table.name), as: 't' },
      where: matches(asText(each), cellPatterns[declared.class]),
      distinct: true,
      select: { name: text(each.output), value: normalizedExpression(declared.class, asText(each)) },
    })),
  };
  const rows = await engine.rows({
    from: { relation: cells, as: 'c' },
    joins: [
      { how: 'left', relation: values, as: 'i', on: equal(column('i', 'value', 'text'), column('c', 'value', 'text')) },
    ],
    groupBy: [column('c', 'name', 'text')],
    select: {
      name: column('c', 'name', 'text'),
      candidates: count(),
      hits: one(not(isNull(column('i', 'value', 'text')))),
      anywhere: one(coalesce(column('i', 'anywhere', 'boolean'), equal(integer(0), integer(1)))),
    },
    orderBy: [column('c', 'name', 'text')],
  });
  const leaks: string[] = [];
  for (const [name, candidates, hits, anywhere] of rows) {
    const found = {
      column: String(name),
      candidates: Number(candidates),
      hits: Number(hits),
      anywhere: Number(anywhere),
    };
    const reason =
      columnVerdict(shape, found) ??
      (found.hits > 0 ? await tupleVerdict(engine, table, identifier, found.column) : undefined);
    if (reason !== undefined) leaks.push(`${declared.name} in ${table.name}.${found.column}: ${reason}`);
  }
  return leaks;
}

/** A column's low-entropy hits leak after all where most of them stand beside their companions. */
async function tupleVerdict(
  engine: Engine,
  table: CompiledTable,
  { declared, values, tuples }: GatheredIdentifier,
  name: string,
): Promise<string | undefined> {
  const hit = table.columns.find(({ output }) => output === name);
  const companions = (declared.tuple ?? []).filter((path) => !declared.columns.includes(path)).length;
  if (!tuples || !hit) return undefined;
  const value = normalizedExpression(declared.class, asText(hit));
  const isHit = { how: 'semi', relation: values, as: 'i', on: equal(column('i', 'value', 'text'), value) } as const;
  const from = { relation: outputTable(table.name), as: 't' };
  const [[hits] = []] = await engine.rows({ from, joins: [isHit], select: { hits: count() } });
  for (const others of choices(
    table.columns.filter((each) => each !== hit),
    companions,
  )) {
    const tuple = concatText(
      value,
      ...others.flatMap((other) => [text(separator), companionText(column('t', other.output, other.value.type))]),
    );
    const whole = { how: 'semi', relation: tuples, as: 'w', on: equal(column('w', 'value', 'text'), tuple) } as const;
    const [[together] = []] = await engine.rows({ from, joins: [isHit, whole], select: { together: count() } });
    if (Number(together) > 0 && Number(together) * 2 >= Number(hits))
      return `it stands beside ${others.map(({ output }) => output).join(', ')} as in the source`;
  }
  return undefined;
}

function* choices<T>(from: readonly T[], size: number): Generator<T[]> {
  if (size === 0) yield [];
  else
    for (const first of from)
      for (const rest of choices(
        from.filter((each) => each !== first),
        size - 1,
      ))
        yield [first, ...rest];
}

/** An identifier of several columns may leave in several columns: a first name beside its last name. */
async function scanPairs(
  engine: Engine,
  table: CompiledTable,
  { declared, values }: GatheredIdentifier,
): Promise<string[]> {
  const readable = table.columns.filter(
    ({ value, label }) => value.type === 'text' && !label.startsWith('pseudonymize '),
  );
  const leaks: string[] = [];
  for (const columns of choices(readable, declared.columns.length)) {
    const [first = text(''), ...others] = columns.map(asText);
    const whole = normalizedExpression(
      declared.class,
      concatText(first, ...others.flatMap((other) => [text(' '), other])),
    );
    const [[hits] = []] = await engine.rows({
      from: { relation: outputTable(table.name), as: 't' },
      joins: [{ how: 'semi', relation: values, as: 'i', on: equal(column('i', 'value', 'text'), whole) }],
      select: { hits: count() },
    });
    if (Number(hits) > 0)
      leaks.push(
        `${declared.name} in ${table.name}: ${columns.map(({ output }) => output).join(' with ')} say it together`,
      );
  }
  return leaks;
}

/** Kept texts of several words are read like a submission: an identifier may stand inside them. */
async function scanProse(engine: Engine, table: CompiledTable, set: IdentifierSet): Promise<string[]> {
  const leaks: string[] = [];
  for (const each of table.columns.filter(
    ({ value, label }) => value.type === 'text' && !/^(pseudonymize|dictionary) /.test(label),
  )) {
    const rows = await engine.rows({
      from: { relation: outputTable(table.name), as: 't' },
      where: matches(asText(each), '[^A-Za-z0-9_]'),
      distinct: true,
      select: { value: asText(each) },
    });
    const [finding] = findIdentifiers(rows.map(([value]) => value).join('\n\n'), set, { path: 'column.txt' });
    if (finding) leaks.push(`${finding.identifier} inside the text of ${table.name}.${each.output}: ${finding.reason}`);
  }
  return leaks;
}
