// SHA-256's compression of four messages at once (FIPS 180-4, 6.2.2), written out as WebAssembly.

/**
 * Where the module expects what, in bytes. A lane is one of the four messages: word w of lane l stands at `4 * (4 * w + l)`
 * of its block, so that one instruction reads the word of all four.
 */
export const layout = {
  /** Eight words each: the states after the first block of the inner and of the outer hash. */
  inner: 0,
  outer: 128,
  /** The sixteen words of the outer hash's last block: the module fills the first eight. */
  outerBlock: 256,
  messages: 1024,
  messageBytes: 256,
  results: 1024 + 512 * 256,
  resultBytes: 128,
  groups: 512,
  pages: 4,
} as const;

export type Lanes = {
  memory: { readonly buffer: ArrayBuffer };
  /** Hashes the first groups of four messages, inner then outer; eight words of result each. */
  run: (groups: number) => void;
  /** One compression: addresses of the state before, the block, the state after. */
  compress: (before: number, block: number, after: number) => void;
};

/** Node has it, but its types come with those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

export function instantiateLanes(): Lanes {
  return new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports as Lanes;
}

/** Bits after the point of a root of a prime, as the standard draws its constants. Exact: whole numbers only. */
function fractionOfRoot(prime: number, degree: 2 | 3): number {
  const scaled = BigInt(prime) << BigInt(32 * degree);
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) if ((root + bit) ** BigInt(degree) <= scaled) root += bit;
  return Number(root & 0xffffffffn);
}

const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_, d) => d).some((d) => d > 1 && n % d === 0),
);
export const initialState = primes.slice(0, 8).map((prime) => fractionOfRoot(prime, 2));
const roundConstants = primes.slice(0, 64).map((prime) => fractionOfRoot(prime, 3));

// The encoding of WebAssembly: numbers in groups of seven bits, the lowest first.
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
function signed(value: number): number[] {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

type Code = readonly number[];
const v128 = 0x7b;
const i32 = 0x7f;
const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number): Code => [0x21, ...unsigned(local)];
const number = (value: number): Code => [0x41, ...signed(value)];
const simd = (operation: number, ...operands: number[]): Code => [0xfd, ...unsigned(operation), ...operands];
const load = (offset: number): Code => simd(0x00, 4, ...unsigned(offset));
const store = (offset: number): Code => simd(0x0b, 4, ...unsigned(offset));
const [or, xor, select, shiftLeft, shiftRight, add] = [0x50, 0x51, 0x52, 0xab, 0xad, 0xae].map((each) => simd(each));
const inAllLanes = (word: number): Code => {
  const bytes = [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
  return simd(0x0c, ...bytes, ...bytes, ...bytes, ...bytes);
};
const code = (...parts: (Code | undefined)[]): number[] => parts.flatMap((part) => part ?? []);

const shifted = (value: Code, bits: number) => code(value, number(bits), shiftRight);
const rotated = (value: Code, bits: number) =>
  code(value, number(bits), shiftRight, value, number(32 - bits), shiftLeft, or);
const mixed = (first: Code, second: Code, third: Code) => code(first, second, xor, third, xor);

/** Unrolled: the eight letters of the standard change their places, so that no value is moved. */
function compressBody(): number[] {
  const [before, block, after, firstWord, firstLetter, sum] = [0, 1, 2, 3, 19, 27] as const;
  const word = (round: number) => firstWord + (round % 16);
  const letters = Array.from({ length: 8 }, (_, position) => firstLetter + position);
  const body = [
    ...Array.from({ length: 16 }, (_, at) => code(get(block), load(at * 16), set(word(at)))),
    ...letters.map((letter, at) => code(get(before), load(at * 16), set(letter))),
  ];
  for (const [round, constant] of roundConstants.entries()) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = letters;
    if (round >= 16) body.push(scheduled(round, word));
    const sigma1 = mixed(rotated(get(e), 6), rotated(get(e), 11), rotated(get(e), 25));
    const sigma0 = mixed(rotated(get(a), 2), rotated(get(a), 13), rotated(get(a), 22));
    const choice = code(get(f), get(g), get(e), select);
    const majority = code(get(c), get(a), get(a), get(b), xor, select);
    body.push(
      code(get(h), sigma1, add, choice, add, inAllLanes(constant), add, get(word(round)), add, set(sum)),
      code(get(d), get(sum), add, set(d)),
      code(get(sum), sigma0, add, majority, add, set(h)),
    );
    letters.unshift(letters.pop() ?? 0);
  }
  for (const [at, letter] of letters.entries())
    body.push(code(get(after), get(before), load(at * 16), get(letter), add, store(at * 16)));
  return [1, 25, v128, ...body.flat(), 0x0b];
}

function scheduled(round: number, word: (round: number) => number): number[] {
  const [near, far] = [get(word(round - 2)), get(word(round - 15))];
  const sigma0 = mixed(rotated(far, 7), rotated(far, 18), shifted(far, 3));
  const sigma1 = mixed(rotated(near, 17), rotated(near, 19), shifted(near, 10));
  return code(get(word(round)), sigma0, add, get(word(round - 7)), add, sigma1, add, set(word(round)));
}

function runBody(): number[] {
  const [groups, group] = [0, 1] as const;
  const [multiply, plus, call, compress] = [[0x6c], [0x6a], 0x10, 0] as const;
  const at = (base: number, bytes: number) => code(get(group), number(bytes), multiply, number(base), plus);
  const inner = code(number(layout.inner), at(layout.messages, layout.messageBytes), number(layout.outerBlock));
  const outer = code(number(layout.outer), number(layout.outerBlock), at(layout.results, layout.resultBytes));
  const leaveWhenDone = code([0x02, 0x40, 0x03, 0x40], get(group), get(groups), [0x4f, 0x0d, 1]);
  const again = code(get(group), number(1), plus, set(group), [0x0c, 0, 0x0b, 0x0b]);
  return [1, 1, i32, ...code(leaveWhenDone, inner, [call, compress], outer, [call, compress], again), 0x0b];
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const sized = (content: Code) => [...unsigned(content.length), ...content];
  const list = (items: readonly Code[]) => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, items: readonly Code[]) => [id, ...sized(list(items))];
  const named = (name: string, kind: number, index: number) => [...sized([...Buffer.from(name)]), kind, index];
  const threeNumbers = [0x60, 3, i32, i32, i32, 0];
  const oneNumber = [0x60, 1, i32, 0];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [threeNumbers, oneNumber]),
    ...section(3, [[0], [1]]),
    ...section(5, [[0, layout.pages]]),
    ...section(7, [named('memory', 2, 0), named('compress', 0, 0), named('run', 0, 1)]),
    ...section(10, [sized(compressBody()), sized(runBody())]),
  ]);
}
