// What each kind of planted fault does to a value, as expressions over the finished row.
import {
  addDays,
  and,
  cast,
  choose,
  type Expression,
  equal,
  integer,
  isNull,
  less,
  multiply,
  not,
  nullOf,
  or,
  text,
  type ValueType,
} from '../engines/expression.ts';
import type { PlantDeclaration, PlantEffect } from '../policy/answers-declaration.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { drawnOf, finished, keyText, typeOf } from './output-rows.ts';

export type Faulty = {
  /** Output columns with what they hold after the fault. */
  values: Record<string, Expression>;
  /** Rows that the fault can change at all. */
  where: Expression<'boolean'>;
};

export type FaultContext = {
  plant: PlantDeclaration;
  table: CompiledTable;
  output: string;
  /** Builds the error that names the plant's place in the policy. */
  refuse: (sentence: string) => Error;
};

type Effect = (context: FaultContext & { value: Expression; type: ValueType }) => Faulty;

const isNumber = (type: ValueType) => type === 'integer' || type === 'double' || type.startsWith('decimal');

const effects: Record<Exclude<PlantEffect, 'asItIs' | 'duplicate'>, Effect> = {
  missing: ({ output, value, type }) => ({ values: { [output]: nullOf(type) }, where: not(isNull(value)) }),
  set: ({ plant, output, value, type, refuse }) => {
    const put = String(plant.set);
    if (type === 'integer' ? !/^-?\d+$/.test(put) : type !== 'text' && typeof plant.set !== 'boolean')
      throw refuse(`expected a value for a column of type ${type}, got ${JSON.stringify(plant.set)}`);
    const given = cast(text(put), type);
    return { values: { [output]: given }, where: or(isNull(value), not(equal(value, given))) };
  },
  map: ({ plant, output, value, type, refuse }) => {
    if (type !== 'text') throw refuse(`expected a column of type text to map values of, got ${type}`);
    const pairs = Object.entries(plant.map ?? {});
    const arms = pairs.map(([from, to]) => ({ when: equal(value, text(from)), give: text(to) }));
    const [first = equal(integer(0), integer(1)), ...others] = arms.map(({ when }) => when);
    return { values: { [output]: choose(arms, value as Expression<'text'>) }, where: or(first, ...others) };
  },
  scale: ({ plant, output, value, type, refuse }) => {
    if (!isNumber(type)) throw refuse(`expected a number to scale, got ${type}`);
    const by = integer(plant.scale ?? 1);
    const scaled = cast(multiply(value as Expression<'integer'>, by), type);
    // A value too large for its column after scaling would stop the run.
    const most = integer(largestOf(type) / BigInt(plant.scale ?? 1));
    const fits = and(less(value, most), less(multiply(most, integer(-1)), value), not(equal(value, integer(0))));
    return { values: { [output]: choose([{ when: fits, give: scaled }], value) }, where: fits };
  },
  swapWith: ({ plant, table, output, value, type, refuse }) => {
    const other = plant.swapWith ?? '';
    const otherType = typeOf(table, other);
    if (otherType !== type) throw refuse(`expected a column of type ${type} to swap with, got ${otherType}`);
    const otherValue = finished(other, type);
    const differ = and(not(isNull(value)), not(isNull(otherValue)), not(equal(value, otherValue)));
    return { values: { [output]: otherValue, [other]: value }, where: differ };
  },
  shiftDays: ({ plant, output, value, type, refuse }) => {
    if (type !== 'date' && type !== 'timestamp') throw refuse(`expected a date or timestamp to move, got ${type}`);
    const moved = addDays(value as Expression<'date' | 'timestamp'>, integer(plant.shiftDays ?? 0));
    return { values: { [output]: moved }, where: not(isNull(value)) };
  },
  texts: ({ plant, table, output, value, type, refuse }) => {
    if (type !== 'text') throw refuse(`expected a column of type text to put texts in, got ${type}`);
    const texts = plant.texts ?? [];
    const drawn = drawnOf(['plant text', plant.name], keyText(table), texts.length);
    const [last = '', ...others] = [...texts].reverse();
    const arms = others
      .reverse()
      .map((each, position) => ({ when: equal(drawn, integer(position)), give: text(each) }));
    const given = choose(arms, text(last));
    return { values: { [output]: given }, where: or(isNull(value), not(equal(value, given))) };
  },
};

const largestOf = (type: ValueType): bigint => {
  const [, digits, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  return digits === undefined ? 1n << 62n : 10n ** BigInt(Math.min(18, Number(digits) - Number(scale)));
};

export function applyEffect(effect: Exclude<PlantEffect, 'asItIs' | 'duplicate'>, context: FaultContext): Faulty {
  const type = typeOf(context.table, context.output);
  return effects[effect]({ ...context, type, value: finished(context.output, type) });
}
