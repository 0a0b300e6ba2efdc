// Looks for identifiers of several columns that leave in several columns: a first name beside its last name.
import type { Engine } from '../../engines/engine.ts';
import { column, concatText, count, equal, text } from '../../engines/expression.ts';
import type { Relation } from '../../engines/relation.ts';
import { normalizedExpression } from '../../identifiers/normalize.ts';
import type { GatheredIdentifier } from '../../sources/identifier-values.ts';
import type { CompiledColumn } from '../../transforms/compiled-table.ts';
import type { LeakFinding } from './leak-finding.ts';
import { asText, orderedChoices, type ScannedTable } from './scanned-table.ts';

export async function scanJoinedColumns(
  engine: Engine,
  { table, relation }: ScannedTable,
  { declared, values }: GatheredIdentifier,
): Promise<LeakFinding[]> {
  const readable = table.columns.filter(
    ({ value, label }) => value.type === 'text' && !/^(pseudonymize|preserveFormat) /.test(label),
  );
  const findings: LeakFinding[] = [];
  for (const columns of orderedChoices(readable, declared.columns.length)) {
    // The words of a name are put in order before they are compared: one order of its columns stands for all.
    if (declared.class === 'fullName' && !isInOrder(columns, readable)) continue;

    const [first = text(''), ...others] = columns.map(asText);
    const together = concatText(first, ...others.flatMap((other) => [text(' '), other]));
    const distinct: Relation = { from: { relation, as: 't' }, distinct: true, select: { cells: together } };
    const whole = normalizedExpression(declared.class, column('d', 'cells', 'text'));
    const [[hits] = []] = await engine.rows({
      from: { relation: distinct, as: 'd' },
      joins: [{ how: 'semi', relation: values, as: 'i', on: equal(column('i', 'value', 'text'), whole) }],
      select: { hits: count() },
    });
    if (Number(hits) > 0)
      findings.push({
        identifier: declared.name,
        table: table.name,
        columns: columns.map(({ output }) => output),
        reason: 'they say it together',
      });
  }
  return findings;
}

const isInOrder = (columns: readonly CompiledColumn[], all: readonly CompiledColumn[]): boolean =>
  columns.every((each, at) => at === 0 || all.indexOf(columns[at - 1] ?? each) < all.indexOf(each));
