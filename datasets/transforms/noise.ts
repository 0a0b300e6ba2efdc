// Adds keyed noise to a number, never more than a declared amount either way.
import {
  add,
  cast,
  column,
  type Expression,
  equal,
  first63Bits,
  integer,
  modulo,
  multiply,
  type NumberType,
  substring,
  subtract,
} from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { Noise } from '../policy/column-rule.ts';
import { unitsTable } from '../working-tables.ts';
import { digitsAfterPoint, numberLiteral, numberOf } from './number-literal.ts';
import type { ColumnContext, Transform } from './transform.ts';

/** A name of its own: what orders the rows may bring another key beside them. */
const key = 'noise key';
/** More would no longer be drawn evenly from 63 bits. */
const mostSteps = 2 ** 40;

/**
 * Drawn by the row's key or by the subject, never by the value: equal values of two rows part, or move alike in all rows of a
 * subject. Whoever sees one true value in many rows can average the noise of rows away; `per: subject` is for those.
 */
export const noise: Transform = (context) => {
  const { rule, value, table, output, refuse } = context;
  const declared: Noise = rule.noise ?? { within: 1, shape: 'uniform', per: 'row' };
  const number = numberOf(value, refuse);
  const step = declared.step ?? smallestStep(context, number.type);
  // Ten digits: 0.3 holds three steps of 0.1, though 0.3 / 0.1 is a little less than three.
  const steps = Math.floor(Number((declared.within / step).toPrecision(10)));
  if (steps < 1 || steps > mostSteps)
    throw refuse(`expected within to be one step of ${step} to ${mostSteps} of them, got ${declared.within}`);
  const { subject, joins } = drawnBy(context, declared.per);
  const hash = hmacHex(inDomain(['noise', declared.domain ?? `${table}.${output}`, declared.per], ...subject), key);
  const moved = subtract(drawnSteps(hash, steps, declared.shape), integer(steps));
  const offset = multiply<NumberType>(cast(moved, number.type), numberLiteral(step, number.type, refuse));
  return {
    label: `noise ${declared.within} ${declared.shape} per ${declared.per}`,
    preserves: 'notGuaranteed',
    value: cast(add<NumberType>(number, offset), number.type),
    joins,
  };
};

/** From 0 to twice as many, all alike likely, or the middle most of all. */
function drawnSteps(hash: Expression<'text'>, steps: number, shape: Noise['shape']): Expression<'integer'> {
  const first = first63Bits(hash);
  if (shape === 'uniform') return modulo(first, integer(2 * steps + 1));
  const second = first63Bits(substring(hash, 17, 16));
  return add(modulo(first, integer(steps + 1)), modulo(second, integer(steps + 1)));
}

function drawnBy(
  { rowKey, owned, table, refuse }: ColumnContext,
  per: Noise['per'],
): { subject: readonly Expression<'text'>[]; joins: Join[] } {
  const withNoiseKey = withKey('pseudonyms', key);
  if (per === 'row') return { subject: rowKey, joins: [withNoiseKey] };
  if (!owned) throw refuse(`expected a table whose rows belong to subjects, got ${table}; draw the noise per row`);
  const unit = equal(column('noise unit', 'unit', 'integer'), column('i', 'unit', 'integer'));
  return {
    subject: [column('noise unit', 'ticket', 'text')],
    joins: [{ how: 'left', relation: unitsTable, as: 'noise unit', on: unit }, withNoiseKey],
  };
}

function smallestStep({ refuse }: ColumnContext, type: NumberType): number {
  if (type === 'double') throw refuse('expected step, because a double has no smallest one, got none');
  return 10 ** -digitsAfterPoint(type);
}
