// The file in which a reviewer writes a decision: every criterion with its levels, to be filled in.
import type { ClaimedRound } from './review-shapes.ts';

/** YAML that `review publish` reads once levels and evidence are filled in. It holds the lease's token: keep it private. */
export function decisionTemplate({ leaseToken, expiresAt, round }: ClaimedRound): string {
  return [
    `# ${round.track} ${round.task}, round ${round.round}: to be decided by ${round.dueAt}; your lease ends at ${expiresAt}.`,
    '# Fill in, then: practicum review publish decision.yaml',
    `roundId: ${round.roundId}`,
    `leaseToken: ${leaseToken}`,
    `rubricDigest: ${round.rubricDigest}`,
    '',
    '# accept, revise or unreviewable (which needs a reason and no levels)',
    'verdict:',
    '# what the learner should take from this round',
    'comment:',
    '',
    `# ${round.rubric.title}: a level with evidence (file, line, figure) for each; below L2 a comment that says what would lift it`,
    'levels:',
    ...round.rubric.criteria.flatMap((criterion) => [
      `  # ${criterion.title}${criterion.gate ? ' (a gate: accept needs L2)' : ''}`,
      ...Object.entries(criterion.levels).map(([level, words]) => `  #   ${level} ${words.replace(/\s+/g, ' ')}`),
      `  - criterion: ${criterion.key}`,
      '    level:',
      '    evidence:',
      '    comment:',
    ]),
    '',
  ].join('\n');
}
