// Inference: does the record of the release that is most like somebody give their secret away?
import type { KeyedDraws } from '../../keys/keyed-draws.ts';
import type { AttackColumn, AttackFigures, AttackTable } from './attack-table.ts';
import { isControlled, withTargets } from './attack-targets.ts';
import { codesOf } from './linkability.ts';
import { NearestRecord } from './nearest-record.ts';

/** How far a guessed number may lie from the true one, as a share of the guess. */
const tolerance = 0.05;

/**
 * Anonymeter's inference: the attacker knows the attributes `known` of a target and guesses its `secret` to be that of the nearest
 * record. Without enough people outside, the control is each target again with its own record hidden. The baseline guesses the
 * secret of a random record.
 */
export function inference(
  { columns, ...sizes }: AttackTable,
  { known, secret: name }: { known: readonly string[]; secret: string },
  attacks: number,
  draws: KeyedDraws,
): AttackFigures {
  const aux = columns.filter((column) => known.includes(column.name) && column.name !== name);
  const secret = columns.find((column) => column.name === name);
  if (!secret) throw new RangeError(`expected the secret among the columns, got ${name}`);
  const finder = new NearestRecord(aux, sizes.released);
  const guesses = (guess: number, truth: number) => isRight(secret, secret.released[guess] ?? -1, truth);
  const { targets, outsiders } = withTargets(sizes, attacks, draws);
  let [successes, hidden, baselineSuccesses] = [0, 0, 0];
  for (const target of targets) {
    const { any, other } = finder.find(codesOf(aux, target, 'released'), target, draws.below(sizes.released));
    const truth = secret.released[target] ?? -1;
    if (guesses(any, truth)) successes++;
    if (other >= 0 && guesses(other, truth)) hidden++;
    if (guesses(draws.below(sizes.released), truth)) baselineSuccesses++;
  }
  const outside = outsiders.filter((target) =>
    guesses(
      finder.find(codesOf(aux, target, 'outside'), -1, draws.below(sizes.released)).any,
      secret.outside[target] ?? -1,
    ),
  ).length;
  return {
    subject: name,
    attacks: targets.length,
    successes,
    control: isControlled(sizes, attacks)
      ? { kind: 'outside', attacks: outsiders.length, successes: outside }
      : { kind: 'hidden', attacks: targets.length, successes: hidden },
    baselineSuccesses,
  };
}

function isRight({ numeric, numbers, nullCode }: AttackColumn, guess: number, truth: number): boolean {
  if (guess === truth) return true;
  if (!numeric || guess === nullCode || truth === nullCode) return false;
  const [guessed = Number.NaN, true_ = Number.NaN] = [numbers[guess], numbers[truth]];
  return Math.abs(guessed - true_) / Math.abs(guessed) <= tolerance;
}
