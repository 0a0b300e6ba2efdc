// Values that nobody has: one per class of identifier and type of column, unmistakable wherever they turn up.
import type { ValueType } from '../../engines/expression.ts';
import type { IdentifierClass } from '../../identifiers/identifier-set.ts';
import { digitsOf, passesLuhn } from '../../identifiers/recognizers/checksums.ts';
import type { KeyedDraws } from '../../keys/keyed-draws.ts';

/**
 * What a column of the type can hold of the class, as text; null where no unmistakable value fits. `part` numbers the columns of one
 * identifier. Values are well-formed, so that a transform that checks its input treats them like any other.
 */
export function canaryValue(
  kind: IdentifierClass,
  type: ValueType,
  { part, parts }: { part: number; parts: number },
  draws: KeyedDraws,
): string | null {
  if (part > 0 && kind !== 'fullName' && kind !== 'text') return null;
  const value = say[kind](draws, part, parts);
  return fits(value, type) ? value.replace('+', type === 'text' ? '+' : '') : null;
}

const say: Record<IdentifierClass, (draws: KeyedDraws, part: number, parts: number) => string> = {
  email: (draws) => `canary.${letters(draws, 12)}@canary.invalid`,
  // Country code 999 is given to nobody.
  phone: (draws) => `+999${digits(draws, 9)}`,
  iban: (draws) => ibanOf('GB', `CNRY${digits(draws, 14)}`),
  number: (draws) => digits(draws, 15),
  fullName: (draws, part, parts) =>
    parts === 1 ? `${word('Canary', draws)} ${word('Planted', draws)}` : word(part === 0 ? 'Canary' : 'Planted', draws),
  text: (draws) => `canary ${letters(draws, 20)}`,
  // Issuer 9999 is nobody's.
  pan: (draws) => withLuhn(`9999${digits(draws, 11)}`),
  nationalId: (draws) => digits(draws, 15),
  // RFC 3849: for documents, never for machines.
  ip: (draws) => `2001:db8:${Array.from({ length: 6 }, () => (4096 + draws.below(61_440)).toString(16)).join(':')}`,
  address: (draws) => `${word('Canary', draws)} ${word('Street', draws)} ${digits(draws, 6)}`,
};

const word = (start: string, draws: KeyedDraws): string => `${start}${letters(draws, 8)}`;

const letters = (draws: KeyedDraws, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(97 + draws.below(26))).join('');

/** Never begins with zero, which a number column would lose. */
const digits = (draws: KeyedDraws, count: number): string =>
  Array.from({ length: count }, (_, at) => (at === 0 ? 1 + draws.below(9) : draws.below(10))).join('');

function withLuhn(number: string): string {
  const last = Array.from({ length: 10 }, (_, digit) => digit).find((digit) =>
    passesLuhn([...digitsOf(number), digit]),
  );
  return `${number}${last}`;
}

/** Check digits by ISO 7064, mod 97-10. */
function ibanOf(country: string, account: string): string {
  const number = `${account}${country}00`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${account}`;
}

/** Whether a column of the type can hold the value, every digit of it. */
export function fits(value: string, type: ValueType): boolean {
  if (type === 'text') return true;
  if (!/^\+?[0-9]{1,15}$/.test(value)) return false;
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined) return value.replace('+', '').length <= Number(precision) - Number(scale);
  return type === 'integer' || type === 'double';
}
