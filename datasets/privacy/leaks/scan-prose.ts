// Reads kept texts of several words like a submission: an identifier may stand inside them.
import type { Engine } from '../../engines/engine.ts';
import { and, column, integer, less, matches, rowNumber } from '../../engines/expression.ts';
import type { Relation } from '../../engines/relation.ts';
import { findIdentifiers } from '../../identifiers/find-identifiers.ts';
import type { IdentifierSet } from '../../identifiers/identifier-set.ts';
import type { CompiledColumn } from '../../transforms/compiled-table.ts';
import type { LeakFinding } from './leak-finding.ts';
import { asText, type ScannedTable, withoutPlanted } from './scanned-table.ts';

/** Texts read at a time: what a table says may be larger than memory. */
const textsAtATime = 20_000;
const textsTable = 'texts to read';

/** Replacements are looked at as whole cells only: they hold no sentence of the source. */
export const isProse = ({ value, label }: CompiledColumn): boolean =>
  value.type === 'text' && !/^(pseudonymize|permute|preserveFormat|dictionary|person|address) /.test(label);

/** At most one finding of each identifier in a column. */
export async function scanProse(engine: Engine, scanned: ScannedTable, set: IdentifierSet): Promise<LeakFinding[]> {
  const findings: LeakFinding[] = [];
  for (const each of scanned.table.columns.filter(isProse)) {
    const told = new Map<string, string>();
    for await (const texts of textsOf(engine, scanned, each))
      for (const { identifier, reason } of findIdentifiers(texts.join('\n\n'), set, { path: 'column.txt' }))
        told.set(identifier, told.get(identifier) ?? reason);
    for (const [identifier, reason] of told)
      findings.push({
        identifier,
        table: scanned.table.name,
        columns: [each.output],
        reason: `inside its text: ${reason}`,
      });
  }
  return findings;
}

/** Distinct texts that are more than one plain word, in order. */
async function* textsOf(engine: Engine, scanned: ScannedTable, each: CompiledColumn): AsyncGenerator<string[]> {
  const value = asText(each);
  const distinct: Relation = {
    from: { relation: scanned.relation, as: 't' },
    joins: withoutPlanted(scanned, each),
    where: matches(value, '[^A-Za-z0-9_]'),
    distinct: true,
    select: { value },
  };
  const read = column('d', 'value', 'text');
  const position = column('d', 'position', 'integer');
  const texts = await engine.create(textsTable, {
    from: { relation: distinct, as: 'd' },
    select: { value: read, position: rowNumber(read) },
  });
  for (let from = 0; from < texts; from += textsAtATime) {
    const rows = await engine.rows({
      from: { relation: textsTable, as: 'd' },
      where: and(less(integer(from), position), less(position, integer(from + textsAtATime + 1))),
      select: { value: read },
      orderBy: [position],
    });
    yield rows.map(([text]) => String(text));
  }
}
