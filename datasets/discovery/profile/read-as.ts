// Decides how a column is to be read: the source's own type, or what a sample suggests and all values bear out.
import type { Engine } from '../../engines/engine.ts';
import type { SourceSchemaColumn } from '../../sources/source-schema.ts';
import type { ReadAs } from './column-profile.ts';
import { type DateFormat, readDay, sqlPattern } from './date-formats.ts';
import {
  booleanPattern,
  commaDecimalPattern,
  decimalPattern,
  doublePattern,
  guessType,
  integerPattern,
} from './guess-type.ts';
import { countMisfits, findLateDays, measureDecimals } from './profile-column.ts';

export type Values = { engine: Engine; relation: string; nulls: readonly string[]; sample: readonly string[] };

/** A year has at most ten late days a month: more late days than these are in no calendar anyway. */
const lateDaysLimit = 500_000;

export async function readAs(column: SourceSchemaColumn, values: Values): Promise<ReadAs> {
  if (column.type !== null && column.type !== 'text') return { type: column.type };
  const guess = guessType(values.sample);
  const fits = async (pattern: string) =>
    (await countMisfits(values.engine, values.relation, values.nulls, pattern)) === 0;
  switch (guess.kind) {
    case 'date':
      return (await areDates(values, guess.format))
        ? { type: guess.format.type, format: guess.format.format }
        : { type: 'text', looksLikeDate: true };
    case 'ambiguousDate':
    case 'otherDate':
      return { type: 'text', looksLikeDate: true };
    case 'boolean':
      return { type: (await fits(booleanPattern)) ? 'boolean' : 'text' };
    case 'integer':
      if (await fits(integerPattern)) return { type: 'integer' };
      return (await fits(decimalPattern)) ? asDecimal(values) : { type: 'text' };
    case 'decimal':
      if (await fits(decimalPattern)) return asDecimal(values);
      return (await fits(doublePattern)) ? { type: 'double' } : { type: 'text', looksNumeric: true };
    case 'double':
      return (await fits(doublePattern)) ? { type: 'double' } : { type: 'text', looksNumeric: true };
    case 'commaDecimal':
      return (await fits(commaDecimalPattern))
        ? { type: 'text', looksNumeric: true, withComma: (await asDecimal(values)).type }
        : { type: 'text', looksNumeric: true };
    case 'numericText':
      return { type: 'text', looksNumeric: true };
    case 'text':
      return { type: 'text' };
  }
}

async function asDecimal({ engine, relation, nulls }: Values): Promise<ReadAs> {
  const { width, scale } = await measureDecimals(engine, relation, nulls);
  // Room for a digit more than was seen; long fractions are measurements, not amounts.
  const digits = Math.max(width + 1, 6) + Math.max(scale, 1);
  return scale <= 6 && digits <= 38 ? { type: `decimal(${digits},${Math.max(scale, 1)})` } : { type: 'double' };
}

async function areDates({ engine, relation, nulls }: Values, format: DateFormat): Promise<boolean> {
  if ((await countMisfits(engine, relation, nulls, sqlPattern(format))) > 0) return false;
  const late = await findLateDays(engine, relation, nulls, lateDaysLimit);
  const dayOnly = { ...format, pattern: format.pattern.replace(/(?:\[ T\]| |T)\(\?:\[?.*$/s, '\\s*$') };
  return late.every((day) => readDay(day, dayOnly) !== undefined);
}
