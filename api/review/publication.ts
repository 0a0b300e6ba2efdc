// What a reviewer publishes, with the rules that a rubric sets for it.
import { z } from 'zod';
import { judge } from '../../tracks/judge.ts';
import { type Level, levels, type Rubric } from '../../tracks/use-case.ts';
import type { ProblemFinding } from '../problems.ts';
import { verdicts } from './round.ts';

const Comment = z.string().trim().max(8000);

export const Publication = z.strictObject({
  verdict: z.enum(verdicts),
  levels: z
    .array(
      z.strictObject({
        criterion: z.string().max(100),
        level: z.enum(levels),
        evidence: Comment.min(1, 'expected where in the work this shows: a file, a line, a figure'),
        comment: Comment.optional().describe('Needed below L2: what would lift it.'),
      }),
    )
    .max(50)
    .describe('Every criterion of the rubric once; none for unreviewable.'),
  comment: Comment.min(1, 'expected what the learner should take from this round'),
  reason: Comment.min(1).optional().describe('Why the work cannot be reviewed; for unreviewable alone.'),
  rubricDigest: z
    .string()
    .max(100)
    .optional()
    .describe('The rubric that was open while reviewing; another version is refused.'),
});
export type Publication = z.infer<typeof Publication>;

/** What keeps this from being published under the rubric of its round, each with how to mend it; empty when nothing does. */
export function assess(publication: Publication, rubric: Rubric, rubricDigest: string): ProblemFinding[] {
  const findings: ProblemFinding[] = [];
  const find = (path: string, message: string) => findings.push({ code: 'rubric', path, message });
  if (publication.rubricDigest !== undefined && publication.rubricDigest !== rubricDigest)
    find(
      'rubricDigest',
      `This round is judged by ${rubricDigest}: open the round again and give levels by its own rubric.`,
    );
  if (publication.verdict === 'unreviewable') {
    if (publication.reason === undefined) find('reason', 'Say why the work cannot be reviewed.');
    if (publication.levels.length > 0) find('levels', 'Work that cannot be reviewed has no levels: leave them out.');
    return findings;
  }
  if (publication.reason !== undefined)
    find('reason', 'A reason belongs to unreviewable alone: say it in the comment.');
  const given: Record<string, Level> = {};
  publication.levels.forEach(({ criterion, level, comment }, position) => {
    const path = `levels.${position}`;
    if (!rubric.criteria.some((each) => each.key === criterion)) {
      const known = rubric.criteria.map((each) => each.key).join(', ');
      find(path, `"${criterion}" is not a criterion of "${rubric.title}": expected ${known}.`);
      return;
    }
    if (Object.hasOwn(given, criterion)) find(path, `"${criterion}" has a level already: give each criterion one.`);
    given[criterion] = level;
    if ((level === 'L0' || level === 'L1') && !comment)
      find(path, `"${criterion}" is at ${level}: add a comment that says what would lift it.`);
  });
  for (const { key, title } of rubric.criteria)
    if (!Object.hasOwn(given, key))
      find('levels', `"${title}" (${key}) has no level: give one of ${levels.join(', ')}.`);
  if (publication.verdict === 'accept' && findings.length === 0) {
    const judgement = judge(rubric, given);
    if (judgement !== 'acceptable') for (const reason of judgement.reasons) find('verdict', reason);
  }
  return findings;
}
