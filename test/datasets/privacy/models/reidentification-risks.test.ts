import { describe, expect, it } from 'vitest';
import { reidentificationRisks } from '../../../../datasets/privacy/models/reidentification-risks.ts';

const sizes = (...each: number[]) => Int32Array.from(each);

describe('re-identification risks', () => {
  it('follow ARX’s formulas', () => {
    // f = 2, 3, 5 of F = 4, 30, 10; n = 10, J = 3, ΣF = 44.
    expect(reidentificationRisks(sizes(2, 3, 5), sizes(4, 30, 10), 0.2)).toEqual({
      // 1/2 and 1/3 are above 0.2; 1/5 is not above.
      prosecutor: { recordsAtRisk: 0.5, highest: 0.5, successRate: 0.3 },
      // mutant: J ÷ ΣF alone, without the larger mean of f ÷ F
      journalist: { recordsAtRisk: 0.2, highest: 0.25, successRate: expect.closeTo(0.11, 11) },
      marketer: expect.closeTo((2 / 4 + 3 / 30 + 5 / 10) / 10, 11),
    });
  });

  it('are the prosecutor’s for all three where everybody is released', () => {
    const { prosecutor, journalist, marketer } = reidentificationRisks(sizes(1, 4), sizes(1, 4), 0.09);
    expect(journalist).toEqual(prosecutor);
    expect(marketer).toBe(prosecutor.successRate);
    expect(prosecutor).toEqual({ recordsAtRisk: 1, highest: 1, successRate: 0.4 });
  });

  it('ignore classes of which nobody is released', () => {
    // mutant: a class of the source alone counted as smallest class or in ΣF
    expect(reidentificationRisks(sizes(5, 0), sizes(10, 1), 0.09)).toEqual(
      reidentificationRisks(sizes(5), sizes(10), 0.09),
    );
    expect(reidentificationRisks(sizes(0), sizes(3), 0.09).prosecutor.highest).toBe(0);
  });

  it('do not change with the order of classes', () => {
    const f = sizes(3, 7, 11, 13, 17, 19, 23);
    const F = sizes(31, 71, 113, 131, 173, 191, 233);
    expect(reidentificationRisks(f.toReversed(), F.toReversed(), 0.1)).toEqual(reidentificationRisks(f, F, 0.1));
  });
});
