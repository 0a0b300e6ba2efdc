// Permutes a wide range of whole numbers by a key, number by number: a Feistel network over two unlike halves.
import {
  add,
  choose,
  column,
  type Expression,
  floorDivide,
  integer,
  less,
  modulo,
  multiply,
  subtract,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { keyedNumberIn, withKey } from '../keys/keyed-hash.ts';
import { type NumberRange, rangeDomain } from './shuffled-range.ts';

/** As many as NIST SP 800-38G asks of FF1. */
const rounds = 10;

/**
 * The network of Black and Rogaway (2002), method 3, permutes left × right numbers exactly. Where the range has a few more, it is
 * run twice: over all but the last few, then over all but the first few; so that no number needs a walk of unknown length.
 */
export function feistelPermutation(values: Relation, range: NumberRange): Relation {
  const { lowest, size } = range;
  const { left, right } = balancedHalves(size);
  const rest = size - left * right;
  const place: Relation = {
    from: { relation: values, as: 'v' },
    select: {
      value: column('v', 'value', 'integer'),
      number: subtract(column('v', 'value', 'integer'), integer(lowest)),
    },
  };
  const network = { range, left, right };
  const once = pass(place, { ...network, turn: '1' }, 0);
  const permuted = rest === 0 ? once : pass(once, { ...network, turn: '2' }, rest);
  return {
    from: { relation: permuted, as: 'p' },
    select: {
      value: column('p', 'value', 'integer'),
      replacement: add(column('p', 'number', 'integer'), integer(lowest)),
    },
  };
}

/** The largest product of two factors that are at most a third apart and do not exceed the size. */
export function balancedHalves(size: number): { left: number; right: number } {
  const root = Math.floor(Math.sqrt(size));
  let best = { left: root, right: Math.floor(size / root) };
  for (let left = root; left > (root * 3) / 4; left--) {
    const right = Math.floor(size / left);
    if (left * right > best.left * best.right) best = { left, right };
    if (left * right === size) break;
  }
  return best;
}

type Network = { range: NumberRange; turn: string; left: number; right: number };

/** Permutes the numbers from `first` on, as many as the halves give; others stay. */
function pass(numbers: Relation, network: Network, first: number): Relation {
  const { left, right } = network;
  const number = column('n', 'number', 'integer');
  const inside = subtract(number, integer(first));
  let halves: Relation = {
    from: { relation: numbers, as: 'n' },
    select: {
      value: column('n', 'value', 'integer'),
      number,
      left: floorDivide(inside, integer(right)),
      right: modulo(inside, integer(right)),
    },
  };
  for (let round = 0; round < rounds; round++) halves = mixed(halves, network, round);
  const outer = column('h', 'number', 'integer');
  const joined = add(multiply(column('h', 'left', 'integer'), integer(right)), column('h', 'right', 'integer'));
  return {
    from: { relation: halves, as: 'h' },
    select: {
      value: column('h', 'value', 'integer'),
      number: choose(
        [
          { when: less(outer, integer(first)), give: outer },
          { when: less(integer(first + left * right - 1), outer), give: outer },
        ],
        add(joined, integer(first)),
      ),
    },
  };
}

/** One half takes up a hash of the other; which one alternates. */
function mixed(halves: Relation, { range, turn, left, right }: Network, round: number): Relation {
  const half = (name: 'left' | 'right'): Expression<'integer'> => column('h', name, 'integer');
  const [changed, other, size] =
    round % 2 === 0 ? (['left', 'right', left] as const) : (['right', 'left', right] as const);
  const hash = keyedNumberIn([...rangeDomain(range), `${turn}${round}`], half(other));
  return {
    from: { relation: halves, as: 'h' },
    joins: [withKey('pseudonyms')],
    select: {
      value: column('h', 'value', 'integer'),
      number: column('h', 'number', 'integer'),
      [other]: half(other),
      [changed]: modulo(add(half(changed), modulo(hash, integer(size))), integer(size)),
    },
  };
}
