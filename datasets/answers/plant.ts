// Plants faults into finished tables, and notes every value it changed for the answer key.
import type { Engine } from '../engines/engine.ts';
import {
  and,
  cast,
  choose,
  column,
  type Expression,
  equal,
  first63Bits,
  isNull,
  not,
  substring,
  text,
} from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { PlantDeclaration, PlantEffect } from '../policy/answers-declaration.ts';
import { effectOf } from '../policy/assert-answers.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { outputTable, plantedTable } from '../working-tables.ts';
import { applyEffect } from './effects.ts';
import {
  finished,
  finishedRow,
  getKeyedTable,
  hiddenColumns,
  isDrawn,
  keyText,
  rewriteOutput,
  typeOf,
  visibleColumns,
} from './output-rows.ts';

export type Planted = {
  name: string;
  about: string;
  effect: PlantEffect;
  table: string;
  /** Output columns it touches; none for whole rows. */
  columns: readonly string[];
  /** How many rows it changed, or null where the column itself is the fault. */
  rows: number | null;
  /** Rows of `row`, `key`, and per touched column its value `before` and `after` as text, ordered by key; undefined where the column itself is the fault. */
  changes: string | undefined;
};

/** In the order of the policy: a later plant sees what an earlier one left. Never draws by a value that it changes. */
export async function plantFaults(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
  refuse: RefusePolicy,
): Promise<Planted[]> {
  const planted: Planted[] = [];
  for (const [position, plant] of policy.plant.entries()) {
    const at = ['plant', position];
    const [name, output] = plant.column === undefined ? [plant.table ?? '', ''] : splitColumnPath(plant.column);
    const table = getKeyedTable(tables, name, [...at, plant.column === undefined ? 'table' : 'column'], refuse);
    const effect = effectOf(plant) ?? 'asItIs';
    const fault = { plant, table, output, refuse: (sentence: string) => refuse(at, sentence) };
    const told = { name: plant.name, about: plant.about, effect, table: name };
    if (effect === 'asItIs') planted.push({ ...told, columns: [output], rows: null, changes: undefined });
    else if (effect === 'duplicate')
      planted.push({ ...told, columns: [], ...(await duplicateRows(engine, plant, table, plantedTable(position))) });
    else {
      const { values, where } = applyEffect(effect, fault);
      const changes = plantedTable(position);
      const rows = await engine.create(changes, {
        from: { relation: outputTable(name), as: 't' },
        joins: [withKey('sampling')],
        where: and(where, isDrawn(['plant', plant.name], keyText(table), plant.share)),
        select: { row: finishedRow, key: keyText(table), ...valuesBeforeAndAfter(table, values) },
      });
      await putValues(engine, table, changes, values);
      planted.push({ ...told, columns: Object.keys(values), rows, changes });
    }
  }
  return planted;
}

function valuesBeforeAndAfter(table: CompiledTable, values: Record<string, Expression>): Record<string, Expression> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([output, value]) => [
      [`${output} before`, cast(finished(output, typeOf(table, output)), 'text')],
      [`${output} after`, cast(value, 'text')],
    ]),
  );
}

async function putValues(
  engine: Engine,
  table: CompiledTable,
  changes: string,
  values: Record<string, Expression>,
): Promise<void> {
  const joins: Join[] = [
    withKey('sampling'),
    // By key: a row that came twice shares the number of its source row.
    { how: 'left', relation: changes, as: 'p', on: equal(column('p', 'key', 'text'), keyText(table)) },
  ];
  const changed = not(isNull(column('p', 'key', 'text')));
  const put = Object.entries(values).map(([output, value]): [string, Expression] => [
    output,
    choose([{ when: changed, give: value }], finished(output, value.type)),
  ]);
  await rewriteOutput(engine, table, joins, Object.fromEntries(put));
}

/** The copy differs in the first part of its key alone, which becomes a pseudonym of the original's. */
async function duplicateRows(
  engine: Engine,
  plant: PlantDeclaration,
  table: CompiledTable,
  changes: string,
): Promise<{ rows: number; changes: string }> {
  const [first = ''] = table.outputKey;
  const type = typeOf(table, first);
  const hash = hmacHex(inDomain(['plant copy', plant.name], keyText(table)));
  const copied = type === 'integer' ? first63Bits(hash) : cast(substring(hash, 1, 32), type);
  const drawn: Relation = {
    from: { relation: outputTable(table.name), as: 't' },
    joins: [withKey('sampling')],
    where: isDrawn(['plant', plant.name], keyText(table), plant.share),
    select: { ...hiddenColumns(table), ...visibleColumns(table, {}), copied },
  };
  const copies = `${changes} copies`;
  const rows = await engine.create(copies, drawn);
  const copiedKey = { [first]: column('t', 'copied', type) };
  await engine.create(changes, {
    from: { relation: copies, as: 't' },
    select: {
      row: finishedRow,
      key: keyText(table, copiedKey),
      'copy of before': cast(text(''), 'text'),
      'copy of after': keyText(table),
    },
  });
  await engine.insert(outputTable(table.name), {
    from: { relation: copies, as: 't' },
    select: { ...hiddenColumns(table), ...visibleColumns(table, copiedKey) },
  });
  return { rows, changes };
}
