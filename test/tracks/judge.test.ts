// When a reviewer's levels allow acceptance.
import { describe, expect, test } from 'vitest';
import { judge } from '../../tracks/judge.ts';
import { getUseCase } from '../../tracks/load-use-case.ts';
import type { Level } from '../../tracks/use-case.ts';

const [rubric] = (await getUseCase('pd-12')).tracks.flatMap((track) => track.rubrics);
if (!rubric) throw new Error('PD-12 has no rubric');
const gates = rubric.criteria.filter((criterion) => criterion.gate).map((criterion) => criterion.key);
const others = rubric.criteria.filter((criterion) => !criterion.gate).map((criterion) => criterion.key);
const given = (gate: Level, other: Level) =>
  Object.fromEntries([...gates.map((key) => [key, gate]), ...others.map((key) => [key, other])]);

test('accepts gates at L2 with the rest at L1', () => {
  expect(judge(rubric, given('L2', 'L1'))).toBe('acceptable');
});

describe('refuses, with a reason for each criterion that stands in the way', () => {
  // mutant: compare gates with L0 instead of L1, caught by the first row
  test.each([
    ['a gate at L1', { ...given('L3', 'L3'), [gates[0] ?? '']: 'L1' as Level }, 1],
    ['any criterion at L0', { ...given('L3', 'L3'), [others[0] ?? '']: 'L0' as Level }, 1],
    ['a criterion without a level', Object.fromEntries(Object.entries(given('L3', 'L3')).slice(1)), 1],
    ['a level for something that the rubric does not know', { ...given('L3', 'L3'), charm: 'L3' as Level }, 1],
    ['all gates at L0', given('L0', 'L2'), gates.length],
  ])('%s', (_what, levels, count) => {
    const judgement = judge(rubric, levels);
    expect(judgement).toHaveProperty('reasons');
    expect(judgement === 'acceptable' ? [] : judgement.reasons).toHaveLength(count);
  });
});

test('a reason quotes what the level needed says, so that the author knows what to do', () => {
  const key = gates[0] ?? '';
  const judgement = judge(rubric, { ...given('L2', 'L2'), [key]: 'L1' });
  const needed = rubric.criteria.find((criterion) => criterion.key === key)?.levels.L2 ?? 'missing';
  expect(judgement).toMatchObject({ reasons: [expect.stringContaining(needed)] });
});
