import { expect, it } from 'vitest';
import { attackRisk, successRate } from '../../../../datasets/privacy/attacks/success-rate.ts';

// Figures of Anonymeter 1.1.0 (anonymeter.stats.confidence).
it.each([
  [500, 0, 0.0038121702307761206, 0.00381217023077612],
  [500, 26, 0.055415704526775404, 0.019685439411070135],
  [500, 500, 0.9961878297692239, 0.00381217023077612],
  [25, 0, 0.06659612546952424, 0.06659612546952424],
  [7, 3, 0.45388074536190626, 0.29566089011043656],
])('estimates %i attacks with %i successes as Anonymeter does', (attacks, successes, value, error) => {
  const rate = successRate(attacks, successes);
  // mutant: successes ÷ attacks; caught by all but none of 500.
  expect(Math.abs(rate.value - value)).toBeLessThan(1e-12);
  expect(Math.abs(rate.error - error)).toBeLessThan(1e-12);
});

it.each([
  [500, 200, 500, 150, 0.14207745046384848, 0.06352210426257893, 0.22063279666511804],
  [500, 10, 500, 40, 0, 0, 0],
  [500, 26, 300, 4, 0.03664350284134934, 0.012145081288398831, 0.06114192439429984],
  [500, 499, 500, 120, 0.9923525245281752, 0.9851610413699937, 0.9995440076863568],
])(
  'takes the control off as Anonymeter does: %i/%i against %i/%i',
  (mainAttacks, main, controlAttacks, control, ...expected) => {
    const risk = attackRisk(successRate(mainAttacks, main), successRate(controlAttacks, control));
    const [value, low, high] = expected;
    // mutant: leave the control's error out; caught by the ends of the interval.
    expect(Math.abs(risk.value - (value ?? 0))).toBeLessThan(1e-9);
    expect(Math.abs(risk.low - (low ?? 0))).toBeLessThan(1e-9);
    expect(Math.abs(risk.high - (high ?? 0))).toBeLessThan(1e-9);
  },
);

it('is the main rate itself where there is no control', () => {
  const { value, error } = successRate(500, 26);
  expect(attackRisk(successRate(500, 26), undefined).value).toBeCloseTo(value, 11);
  expect(attackRisk(successRate(500, 26), undefined).high).toBeCloseTo(value + error, 11);
});
