// Finished rows as what is withheld or planted sees them: found by the key that leaves, drawn by a keyed hash of it.
import type { Engine } from '../engines/engine.ts';
import {
  cast,
  column,
  concatText,
  type Expression,
  first63Bits,
  integer,
  less,
  modulo,
  text,
  type ValueType,
} from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { hmacHex, inDomain } from '../keys/keyed-hash.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { orderColumn, outputTable, rowColumn } from '../working-tables.ts';

/** A value of the finished row, which goes by `t` in every query here. */
export const finished = (name: string, type: ValueType): Expression => column('t', name, type);
export const finishedRow = column('t', rowColumn, 'integer');

export const typeOf = (table: CompiledTable, output: string): ValueType =>
  table.columns.find((each) => each.output === output)?.value.type ?? 'text';

/** Throws through `refuse` where the rows of the table leave without a key: nobody could say which row an answer is about. */
export function getKeyedTable(
  tables: readonly CompiledTable[],
  name: string,
  at: readonly PropertyKey[],
  refuse: RefusePolicy,
): CompiledTable {
  const table = tables.find((each) => each.name === name);
  if (table && table.outputKey.length > 0) return table;
  throw refuse(
    at,
    `expected a table whose key leaves, kept or pseudonymized, so that answers find their rows, got ${name}`,
  );
}

export function columnsOf(paths: readonly string[], table: CompiledTable): { output: string; type: ValueType }[] {
  return paths.map((path) => {
    const [, output] = splitColumnPath(path);
    return { output, type: typeOf(table, output) };
  });
}

/** The key of a finished row as one text, its parts parted by spaces; `put` stands in for parts of it. */
export function keyText(table: CompiledTable, put: Readonly<Record<string, Expression>> = {}): Expression<'text'> {
  const parts = table.outputKey.map((name) => cast(put[name] ?? finished(name, typeOf(table, name)), 'text'));
  return concatText(text(''), ...parts.flatMap((part, position) => (position === 0 ? [part] : [text(' '), part])));
}

const millionths = 1_000_000;

/** A number below a million that looks random and is always the same for the message. Needs `withKey('sampling')` beside the row. */
const drawOf = (domain: readonly string[], message: Expression<'text'>) =>
  modulo(first63Bits(hmacHex(inDomain(domain, message))), integer(millionths));

export const isDrawn = (domain: readonly string[], message: Expression<'text'>, share: number): Expression<'boolean'> =>
  less(drawOf(domain, message), integer(Math.round(share * millionths)));

/** One of so many, from 0. */
export const drawnOf = (domain: readonly string[], message: Expression<'text'>, many: number): Expression<'integer'> =>
  modulo(drawOf(domain, message), integer(many));

/** Makes the finished rows of a table anew with other values in some columns; hidden columns stay. */
export async function rewriteOutput(
  engine: Engine,
  table: CompiledTable,
  joins: readonly Join[],
  values: Readonly<Record<string, Expression>>,
): Promise<void> {
  await engine.create(outputTable(table.name), {
    from: { relation: outputTable(table.name), as: 't' },
    joins,
    select: { ...hiddenColumns(table), ...visibleColumns(table, values) },
  });
}

export const hiddenColumns = (table: CompiledTable): Record<string, Expression> => ({
  [rowColumn]: finishedRow,
  ...(table.outputKey.length > 0 ? {} : { [orderColumn]: column('t', orderColumn, 'text') }),
});

export const visibleColumns = (
  table: CompiledTable,
  values: Readonly<Record<string, Expression>>,
): Record<string, Expression> =>
  Object.fromEntries(
    table.columns.map(({ output, value }) => [output, values[output] ?? finished(output, value.type)]),
  );
