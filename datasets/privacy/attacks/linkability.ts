// Linkability: do two registers that know different attributes of somebody meet in the same record of the release?
import type { KeyedDraws } from '../../keys/keyed-draws.ts';
import type { AttackColumn, AttackFigures, AttackTable } from './attack-table.ts';
import { isControlled, withTargets } from './attack-targets.ts';
import { NearestRecord } from './nearest-record.ts';

/**
 * Anonymeter's linkability with one neighbour: a target is linked where its attributes `known` and its attributes `other` have the same
 * nearest record. Each side chooses among equally near records by itself: with one choice for both, people who are like nobody
 * would all be linked by the first record. Without enough people outside, the control is each target again with its own record
 * hidden.
 */
export function linkability(
  { columns, ...sizes }: AttackTable,
  split: { known: readonly string[]; other: readonly string[] },
  attacks: number,
  draws: KeyedDraws,
): AttackFigures {
  const pick = (names: readonly string[]) => columns.filter(({ name }) => names.includes(name));
  const sides = [pick(split.known), pick(split.other)] as const;
  const finders = sides.map((side) => new NearestRecord(side, sizes.released));
  const links = (target: number, side: 'released' | 'outside') => {
    const [a, b] = sides.map((picked, at) =>
      finders[at]?.find(codesOf(picked, target, side), side === 'released' ? target : -1, draws.below(sizes.released)),
    );
    return { linked: a?.any === b?.any, without: a !== undefined && a.other >= 0 && a.other === b?.other };
  };
  const { targets, outsiders } = withTargets(sizes, attacks, draws);
  const main = targets.map((target) => links(target, 'released'));
  const hidden = main.filter(({ without }) => without).length;
  const outside = outsiders.filter((target) => links(target, 'outside').linked).length;
  return {
    subject: `${split.known.join(', ')} with ${split.other.join(', ')}`,
    attacks: targets.length,
    successes: main.filter(({ linked }) => linked).length,
    control: isControlled(sizes, attacks)
      ? { kind: 'outside', attacks: outsiders.length, successes: outside }
      : { kind: 'hidden', attacks: targets.length, successes: hidden },
    baselineSuccesses: targets.filter(() => isSameDrawn(sizes.released, draws)).length,
  };
}

function isSameDrawn(records: number, draws: KeyedDraws): boolean {
  const first = draws.below(records);
  return first === draws.below(records);
}

export const codesOf = (columns: readonly AttackColumn[], target: number, side: 'released' | 'outside'): number[] =>
  columns.map((column) => column[side][target] ?? -1);
