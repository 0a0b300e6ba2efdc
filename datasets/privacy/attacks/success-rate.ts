// How often an attack succeeds, by Wilson's estimate, and what of that the release is to blame for: Anonymeter's definitions.

/** Of the standard normal distribution, between -z and z of which lie 95 %. */
const z = 1.959963984540054;

/** `error` is half the width of the 95 % interval. */
export type SuccessRate = { readonly value: number; readonly error: number };

/** `value` and both ends of the 95 % interval lie between 0 and 1. */
export type AttackRisk = { readonly value: number; readonly low: number; readonly high: number };

/** Wilson (1927). Draws the share towards 1/2, so that few attacks prove little. */
export function successRate(attacks: number, successes: number): SuccessRate {
  const denominator = attacks + z * z;
  const variance = (successes * (attacks - successes)) / attacks;
  return {
    value: (successes + 0.5 * z * z) / denominator,
    error: (z / denominator) * Math.sqrt(variance + 0.25 * z * z),
  };
}

/**
 * (main - control) ÷ (1 - control), errors propagated to first order, then clipped. Without a control the main rate is the risk.
 * 0 with an interval from 0 to 1 where the control always succeeds: nothing is left that the release could add.
 */
export function attackRisk(main: SuccessRate, control: SuccessRate | undefined): AttackRisk {
  if (!control) return clipped(main.value, main.error);
  const rest = 1 - control.value;
  if (rest === 0) return { value: 0, low: 0, high: 1 };
  const error = Math.hypot(main.error / rest, (control.error * (main.value - 1)) / rest ** 2);
  return clipped((main.value - control.value) / rest, error);
}

function clipped(value: number, error: number): AttackRisk {
  // To 12 decimals, not digits: what is left of a difference that should be zero must be zero.
  const clip = (each: number) => Number(Math.min(1, Math.max(0, each)).toFixed(12));
  return { value: clip(value), low: clip(value - error), high: clip(value + error) };
}
