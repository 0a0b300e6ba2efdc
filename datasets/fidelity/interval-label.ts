// Names an interval of numbers or dates for people.
import type { ValueType } from '../engines/expression.ts';

/** From `low` up to but without `high`, which the last interval includes. */
export function intervalLabel(
  low: number,
  high: number,
  { type, isLast }: { type: ValueType; isLast: boolean },
): string {
  if (type === 'integer') return wholeLabel(Math.ceil(low), isLast ? Math.floor(high) : Math.ceil(high) - 1);
  const isDate = type === 'date' || type === 'timestamp';
  const write = isDate ? writeDate(high - low) : writeNumber(high - low);
  return between(write(low), write(high));
}

const wholeLabel = (first: number, last: number) => between(String(first), String(Math.max(first, last)));
const between = (from: string, to: string) => (from === to ? from : `${from} to ${to}`);
const twoMonths = 60 * 86_400e6;

/** Months where they tell the ends of so wide an interval (in microseconds) apart. */
const writeDate = (width: number) => (microseconds: number) =>
  new Date(microseconds / 1000).toISOString().slice(0, width > twoMonths ? 7 : 10);

/** As many decimals as tell the ends of so wide an interval apart. */
function writeNumber(width: number): (value: number) => string {
  const decimals = width > 0 ? Math.min(Math.max(1 - Math.floor(Math.log10(width)), 0), 6) : 2;
  return (value) => String(Number(value.toFixed(decimals)));
}
