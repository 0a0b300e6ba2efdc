// Keeps values of some finished rows back: null in the extract, known to the answer key.
import type { Engine } from '../engines/engine.ts';
import {
  and,
  choose,
  coalesce,
  column,
  count,
  type Expression,
  equal,
  floorDivide,
  integer,
  isNull,
  less,
  multiply,
  not,
  nullOf,
  rowNumber,
} from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { WithholdDeclaration } from '../policy/answers-declaration.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { includedTable, outputTable, unitsTable, withheldTable } from '../working-tables.ts';
import {
  columnsOf,
  finished,
  finishedRow,
  getKeyedTable,
  isDrawn,
  keyText,
  rewriteOutput,
  typeOf,
} from './output-rows.ts';

export type Withheld = {
  name: string;
  table: string;
  key: readonly string[];
  columns: readonly string[];
  rows: number;
  /** The key with the true values, rows in the order of the key. */
  answers: Relation;
};

/** Rewrites the finished tables; what it answers holds until they are rewritten no more. */
export async function withholdValues(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
  refuse: RefusePolicy,
): Promise<Withheld[]> {
  const withheld: Withheld[] = [];
  for (const [position, declared] of policy.withhold.entries()) {
    const [name] = splitColumnPath(declared.columns[0] ?? '');
    const table = getKeyedTable(tables, name, ['withhold', position, 'columns', 0], refuse);
    const columns = columnsOf(declared.columns, table);
    const kept = withheldTable(position);
    const key = Object.fromEntries(table.outputKey.map((each) => [each, finished(each, typeOf(table, each))]));
    const values = Object.fromEntries(columns.map(({ output, type }) => [output, finished(output, type)]));
    const rows = await engine.create(kept, {
      ...(declared.latestBy === undefined ? drawnRows(declared, table) : await latestRows(engine, declared, table)),
      select: { row: finishedRow, ...key, ...values },
    });
    const isHeld: Join = {
      how: 'left',
      relation: kept,
      as: 'w',
      on: equal(column('w', 'row', 'integer'), finishedRow),
    };
    const held = not(isNull(column('w', 'row', 'integer')));
    const emptied = columns.map(({ output, type }): [string, Expression] => [
      output,
      choose([{ when: held, give: nullOf(type) }], finished(output, type)),
    ]);
    await rewriteOutput(engine, table, [isHeld], Object.fromEntries(emptied));
    withheld.push({
      name: declared.name,
      table: name,
      key: table.outputKey,
      columns: columns.map(({ output }) => output),
      rows,
      answers: answersIn(kept, table, [...table.outputKey, ...columns.map(({ output }) => output)]),
    });
  }
  return withheld;
}

function answersIn(kept: string, table: CompiledTable, names: readonly string[]): Relation {
  const value = (name: string) => column('t', name, typeOf(table, name));
  return {
    from: { relation: kept, as: 't' },
    select: Object.fromEntries(names.map((name) => [name, value(name)])),
    orderBy: table.outputKey.map(value),
  };
}

function targetOf(declared: WithholdDeclaration, table: CompiledTable): Expression<'boolean'> {
  const [target] = columnsOf(declared.columns, table);
  return not(isNull(finished(target?.output ?? '', target?.type ?? 'text')));
}

/** Drawn by subject where rows have one: what a sibling row tells would give a held value away. */
function drawnRows(declared: WithholdDeclaration, table: CompiledTable) {
  const owner = coalesce(column('u', 'ticket', 'text'), keyText(table));
  const joins: Join[] = [
    { how: 'left', relation: includedTable, as: 'i', on: equal(column('i', 'row', 'integer'), finishedRow) },
    {
      how: 'left',
      relation: unitsTable,
      as: 'u',
      on: equal(column('u', 'unit', 'integer'), column('i', 'unit', 'integer')),
    },
    withKey('sampling'),
  ];
  return {
    from: { relation: outputTable(table.name), as: 't' },
    joins,
    where: and(targetOf(declared, table), isDrawn(['withhold', declared.name], owner, declared.share)),
  };
}

/** Rows of one moment are put in order by a keyed hash, so that the share is met whatever the moments. */
async function latestRows(engine: Engine, declared: WithholdDeclaration, table: CompiledTable) {
  const [, name] = splitColumnPath(declared.latestBy ?? '');
  const moment = finished(name, typeOf(table, name));
  const dated = and(targetOf(declared, table), not(isNull(moment)));
  const [[all] = []] = await engine.rows({
    from: { relation: outputTable(table.name), as: 't' },
    where: dated,
    select: { rows: count() },
  });
  const early = floorDivide(
    multiply(integer(Number(all)), integer(Math.round((1 - declared.share) * 1000))),
    integer(1000),
  );
  const ranked: Relation = {
    from: { relation: outputTable(table.name), as: 't' },
    joins: [withKey('sampling')],
    where: dated,
    select: {
      row: finishedRow,
      place: rowNumber(moment, hmacHex(inDomain(['withhold', declared.name], keyText(table)))),
    },
  };
  const latest: Relation = {
    from: { relation: ranked, as: 'r' },
    where: less(early, column('r', 'place', 'integer')),
    select: { row: column('r', 'row', 'integer') },
  };
  const joins: Join[] = [
    { how: 'semi', relation: latest, as: 'l', on: equal(column('l', 'row', 'integer'), finishedRow) },
  ];
  return { from: { relation: outputTable(table.name), as: 't' }, joins };
}
