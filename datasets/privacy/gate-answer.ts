// How one check of the gate answers, and what becomes of one that breaks.
import { ExtractError } from '../extract-error.ts';
import type { GateCheck, GateCheckName } from './gate-check.ts';
import { roundTo12 } from './models/round.ts';

export type GateAnswer = Omit<GateCheck, 'name'>;

export const verdict = (passed: boolean, detail: string): GateAnswer => ({
  status: passed ? 'passed' : 'failed',
  detail,
});

/** `measured`, rounded as all figures are, must not exceed `bound`. */
export const atMost = (measured: number, bound: number, detail: string): GateAnswer => ({
  ...verdict(measured <= roundTo12(bound), detail),
  measured,
  bound: roundTo12(bound),
});

export const atLeast = (measured: number, bound: number, detail: string): GateAnswer => ({
  ...verdict(measured >= bound, detail),
  measured,
  bound,
});

export const notApplicable = (detail: string): GateAnswer => ({ status: 'not-applicable', detail });
export const notComputed = (detail: string): GateAnswer => ({ status: 'not-computed', detail });

/** What was asked for and could not be computed closes the gate like what failed. A cancelled run is no answer. */
export async function answer(name: GateCheckName, check: () => Promise<GateAnswer>): Promise<GateCheck> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    if (error instanceof ExtractError && error.code === 'cancelled') throw error;
    // Only our own sentences are known to repeat no value of the source.
    const told = error instanceof ExtractError ? error.message : 'an unexpected failure';
    return { name, ...notComputed(`could not be computed: ${told}`) };
  }
}
