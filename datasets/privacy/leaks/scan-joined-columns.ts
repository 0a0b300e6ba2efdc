// Looks for identifiers of several columns that leave in several columns: a first name beside its last name.
import type { Engine } from '../../engines/engine.ts';
import { column, concatText, count, equal, text } from '../../engines/expression.ts';
import { normalizedExpression } from '../../identifiers/normalize.ts';
import type { GatheredIdentifier } from '../../sources/identifier-values.ts';
import type { LeakFinding } from './leak-finding.ts';
import { asText, orderedChoices, type ScannedTable } from './scanned-table.ts';

export async function scanJoinedColumns(
  engine: Engine,
  { table, relation }: ScannedTable,
  { declared, values }: GatheredIdentifier,
): Promise<LeakFinding[]> {
  const readable = table.columns.filter(
    ({ value, label }) => value.type === 'text' && !label.startsWith('pseudonymize '),
  );
  const findings: LeakFinding[] = [];
  for (const columns of orderedChoices(readable, declared.columns.length)) {
    const [first = text(''), ...others] = columns.map(asText);
    const whole = normalizedExpression(
      declared.class,
      concatText(first, ...others.flatMap((other) => [text(' '), other])),
    );
    const [[hits] = []] = await engine.rows({
      from: { relation, as: 't' },
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
