// Redacts texts by one rule: what recognizers find of its types, and the source's own identifiers.
import type { Engine } from '../engines/engine.ts';
import { cast, characters, column, integer, less } from '../engines/expression.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import { entityTypes } from '../identifiers/recognizers/entity-types.ts';
import { findEntities } from '../identifiers/recognizers/find-entities.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { Redact } from '../policy/redact-rule.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { sourceTable } from '../working-tables.ts';
import { OwnValues } from './redact-own-values.ts';
import { mergeSpans, type RedactedSpan } from './redact-spans.ts';

/** Spans of each text, apart and in order. */
export type Redactor = (texts: readonly string[]) => Promise<RedactedSpan[][]>;

/**
 * In TypeScript, once per distinct text, and not as one expression per pattern: names and addresses are no regular expressions, a
 * check digit is none either, and the leak scan reads the finished text with this same code, so that the two cannot disagree about
 * what a word or a number is. Reads texts by thousands; only their replacements go back, as a table that is joined.
 */
export async function openRedactor(
  engine: Engine,
  { types, own }: Redact,
  gathered: readonly GatheredIdentifier[],
): Promise<Redactor> {
  const taken = new Set(types === 'all' ? entityTypes : types);
  const others: string[] = [];
  for (const path of own) others.push(await gatherOwn(engine, path));
  const ownValues = await OwnValues.open(engine, gathered, others);
  return async (texts) => {
    const spans = await ownValues.spansIn(texts);
    return texts.map((text, at) =>
      mergeSpans([...(spans[at] ?? []), ...findEntities(text).filter(({ type }) => taken.has(type))]),
    );
  };
}

/** Values of a column that is no declared identifier, over the whole source; one character names nobody. */
async function gatherOwn(engine: Engine, path: string): Promise<string> {
  const [table, name] = splitColumnPath(path);
  const values = `own values of ${path}`;
  const value = normalizedExpression('text', cast(column('s', name, 'text'), 'text'));
  await engine.create(values, {
    from: { relation: sourceTable(table), as: 's' },
    where: less(integer(1), characters(value)),
    distinct: true,
    select: { value },
  });
  return values;
}
