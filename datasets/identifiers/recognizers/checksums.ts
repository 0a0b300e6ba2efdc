// The check digits that identifiers of many countries are built with.

/** Digits of a text as numbers; letters and separators are passed over. */
export const digitsOf = (text: string): number[] => [...text].filter((each) => /[0-9]/.test(each)).map(Number);

/** Sum of digits by their weights; digits beyond the weights count nothing. */
export const weigh = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

/** ISO/IEC 7812-1, annex B: the last digit checks the rest. */
export function passesLuhn(digits: readonly number[]): boolean {
  const sum = digits.toReversed().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length > 1 && sum % 10 === 0;
}

/** Remainder of a decimal number of any length. */
export function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % modulus;
  return rest;
}

/** ISO 7064 MOD 11,10: the last digit checks the rest. */
export function passesMod11And10(digits: readonly number[]): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (digit + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + (digits.at(-1) ?? -1)) % 10 === 1;
}

const dihedralProduct = (a: number, b: number): number => {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5;
  return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
};
const verhoeffStep = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

/** Verhoeff 1969, over the dihedral group of order ten: the last digit checks the rest. */
export function passesVerhoeff(digits: readonly number[]): boolean {
  const check = digits.toReversed().reduce((sum, digit, at) => {
    let permuted = digit;
    for (let times = 0; times < at % 8; times++) permuted = verhoeffStep[permuted] ?? 0;
    return dihedralProduct(sum, permuted);
  }, 0);
  return check === 0;
}

/** Whether the last digit is (sum by weights) mod 11, with what 10 stands for; null where no number gets a 10. */
export function checksByMod11(
  digits: readonly number[],
  weights: readonly number[],
  { complement, ten }: { complement: boolean; ten: number | null },
): boolean {
  const rest = weigh(digits, weights) % 11;
  const check = complement ? (11 - rest) % 11 : rest;
  return digits[weights.length] === (check === 10 ? ten : check);
}
