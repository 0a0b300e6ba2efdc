// Makes the tables of groups that a view asks for, out of finished rows, with no group that fewer than k subjects make up.
import type { Engine } from '../engines/engine.ts';
import {
  and,
  choose,
  coalesce,
  column,
  count,
  countDistinct,
  divide,
  type Expression,
  equal,
  integer,
  isNull,
  less,
  not,
  nullOf,
  or,
  rowNumber,
  sum,
  text,
  wideSum,
} from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { RelationDeclaration } from '../policy/subset-declaration.ts';
import type { Aggregate, Measure } from '../policy/view-declaration.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { includedTable, orderColumn, outputTable, rowColumn } from '../working-tables.ts';
import { exactUnits } from './exact-units.ts';
import { findWay, joinsAlong } from './pointers.ts';

const groups = 'all groups';

type Named = { name: string; value: Expression };

type Deps = {
  tables: readonly CompiledTable[];
  relations: readonly RelationDeclaration[];
  /** Of subjects; of rows where a table's rows belong to nobody. */
  k: number;
  refuse: RefusePolicy;
};

/** Creates the finished table; answers it as any other that leaves, with its rows. */
export async function createAggregate(
  engine: Engine,
  { view, name, declared }: { view: string; name: string; declared: Aggregate },
  deps: Deps,
): Promise<{ table: CompiledTable; rows: number }> {
  const at = ['views', view, 'aggregates', name];
  const from = deps.tables.find((each) => each.name === declared.from);
  if (!from) throw deps.refuse([...at, 'from'], `expected a table with output columns, got ${declared.from}`);
  const joins: Join[] = [
    {
      how: 'left',
      relation: includedTable,
      as: 'i',
      on: equal(column('i', 'row', 'integer'), column('t', rowColumn, 'integer')),
    },
  ];
  const by = declared.by.map((path, position) => {
    const [table, output] = splitColumnPath(path);
    const target = deps.tables.find((each) => each.name === table)?.columns.find((each) => each.output === output);
    const way = findWay(deps.relations, declared.from, table);
    if (!target || !way)
      throw deps.refuse(
        [...at, 'by', position],
        `expected an output column of ${declared.from} or of a table that its rows point at, got ${path}`,
      );
    const alias = way.length === 0 ? 't' : `by ${position}`;
    if (way.length > 0) joins.push(...joinsAlong(way, table, alias));
    return { name: output, value: column(alias, output, target.value.type) };
  });
  const measures = Object.entries(declared.measures).map(([measure, what]) => ({
    name: measure,
    label: typeof what === 'string' ? what : (Object.keys(what)[0] ?? ''),
    value: measured(from, what, (sentence) => deps.refuse([...at, 'measures', measure], sentence)),
  }));
  await engine.create(groups, {
    from: { relation: outputTable(declared.from), as: 't' },
    joins,
    groupBy: by.map(({ value }) => value),
    select: {
      ...Object.fromEntries([...by, ...measures].map((each) => [each.name, each.value])),
      // Rows that belong to nobody count for themselves.
      'group subjects': countDistinct(coalesce(column('i', 'unit', 'integer'), column('t', rowColumn, 'integer'))),
    },
  });
  const leaving = [...by.map((each) => ({ ...each, label: 'group' })), ...measures];
  const value = (each: { name: string; value: Expression }): Named => ({
    name: each.name,
    value: column('g', each.name, each.value.type),
  });
  const rows = await engine.create(outputTable(name), {
    from: {
      relation: largeGroups(
        by.map((each) => value(each).value),
        leaving.map(value),
        deps.k,
      ),
      as: 'g',
    },
    select: {
      [rowColumn]: nullOf('integer'),
      [orderColumn]: text(''),
      ...Object.fromEntries(leaving.map((each) => [each.name, value(each).value])),
    },
  });
  const columns = leaving.map((each) => ({
    output: each.name,
    source: each.name,
    sourceType: each.value.type,
    label: each.label,
    preserves: 'lossy' as const,
    value: column('t', each.name, each.value.type),
  }));
  return { table: { name, key: [], outputKey: by.map((each) => each.name), columns }, rows };
}

/** Where exactly one group is too small, whoever knows the whole could subtract the others: the next smallest stays too. */
function largeGroups(by: readonly Expression[], leaving: readonly Named[], k: number): Relation {
  const size = column('g', 'group subjects', 'integer');
  const isSmall = less(size, integer(k));
  const tooSmall: Relation = { from: { relation: groups, as: 'g' }, where: isSmall, select: { small: count() } };
  const ranked: Relation = {
    from: { relation: groups, as: 'g' },
    where: not(isSmall),
    select: {
      place: rowNumber(size, ...by),
      ...Object.fromEntries(by.map((each, position) => [`by ${position}`, each])),
    },
  };
  const spared: Relation = {
    from: { relation: ranked, as: 'r' },
    joins: [{ how: 'cross', relation: tooSmall, as: 's' }],
    where: and(equal(column('s', 'small', 'integer'), integer(1)), equal(column('r', 'place', 'integer'), integer(1))),
    select: Object.fromEntries(
      by.map((each, position) => [`by ${position}`, column('r', `by ${position}`, each.type)]),
    ),
  };
  const isSame = by.map((each, position) => {
    const other = column('x', `by ${position}`, each.type);
    return or(equal(each, other), and(isNull(each), isNull(other)));
  });
  return {
    from: { relation: groups, as: 'g' },
    joins: [{ how: 'anti', relation: spared, as: 'x', on: and(...isSame) }],
    where: not(isSmall),
    select: Object.fromEntries(leaving.map((each) => [each.name, each.value])),
  };
}

function measured(table: CompiledTable, measure: Measure, refuse: (sentence: string) => Error): Expression {
  if (measure === 'count') return count();
  const name = 'sum' in measure ? measure.sum : 'mean' in measure ? measure.mean : measure.share;
  const found = table.columns.find(({ output }) => output === name);
  if (!found) throw refuse(`expected an output column of ${table.name}, got ${name}`);
  const value = column('t', name, found.value.type);
  if ('share' in measure) {
    const [first = text(''), ...others] = measure.of.map((each) => text(each));
    const hits = [first, ...others].map((each) => ({ when: equal(value, each), give: integer(1) }));
    const known = sum(choose([{ when: isNull(value), give: integer(0) }], integer(1)));
    return divide(
      sum(choose(hits, integer(0))),
      choose([{ when: less(integer(0), known), give: known }], nullOf('integer')),
    );
  }
  const { type } = found.value;
  if (type !== 'integer' && type !== 'double' && !type.startsWith('decimal'))
    throw refuse(`expected a number to ${'sum' in measure ? 'sum' : 'average'}, got ${name} of type ${type}`);
  const { units, perOne } = exactUnits(value);
  const known = sum(choose([{ when: isNull(value), give: integer(0) }], integer(1)));
  const parts =
    'sum' in measure ? integer(perOne) : choose([{ when: less(integer(0), known), give: known }], nullOf('integer'));
  const whole = divide(wideSum(units), parts);
  return 'sum' in measure ? whole : divide(whole, integer(perOne));
}
