// Makes the table of redacted texts: once per distinct text of the included rows, a thousand at a time.
import type { Engine } from '../engines/engine.ts';
import { and, column, equal, integer, isNull, less, not, rowNumber } from '../engines/expression.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { includedTable, sourceRow, sourceTable } from '../working-tables.ts';
import { redactSpans } from './redact-spans.ts';
import { openRedactor } from './redactor.ts';
import type { Ingredient } from './transform.ts';

/** Some megabytes at a time, whatever the table holds. */
const textsAtATime = 1000;
const textsTable = 'texts to redact';
const chunkTable = 'texts redacted';

/** Answers its rows: `value`, `replacement`. */
export async function redactTexts(
  engine: Engine,
  { table, of, rule }: Extract<Ingredient, { kind: 'redactions' }>,
  gathered: readonly GatheredIdentifier[],
): Promise<number> {
  const redactor = await openRedactor(engine, rule, gathered);
  const value = column('s', of.source, 'text');
  const read = column('d', 'value', 'text');
  const position = column('d', 'position', 'integer');
  const isIncluded = equal(column('i', 'row', 'integer'), sourceRow);
  const texts = await engine.create(textsTable, {
    from: {
      as: 'd',
      relation: {
        from: { relation: sourceTable(of.table), as: 's' },
        joins: [{ how: 'semi', relation: includedTable, as: 'i', on: isIncluded }],
        where: not(isNull(value)),
        distinct: true,
        select: { value },
      },
    },
    select: { value: read, position: rowNumber(read) },
  });
  const columns = { value: 'text', replacement: 'text' } as const;
  await engine.createFromValues(table, columns, []);
  for (let from = 0; from < texts; from += textsAtATime) {
    const [chunk = []] = await engine.columns({
      from: { relation: textsTable, as: 'd' },
      where: and(less(integer(from), position), less(position, integer(from + textsAtATime + 1))),
      select: { value: read },
      orderBy: [position],
    });
    const told = chunk.map(String);
    const spans = await redactor(told);
    await engine.createFromValues(
      chunkTable,
      columns,
      told.map((text, at) => [text, redactSpans(text, spans[at] ?? [])]),
    );
    const cell = (name: string) => column('c', name, 'text');
    await engine.insert(table, {
      from: { relation: chunkTable, as: 'c' },
      select: { value: cell('value'), replacement: cell('replacement') },
    });
  }
  return texts;
}
