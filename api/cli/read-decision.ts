// Reads a decision that a reviewer has filled in, strictly, with the line of whatever is missing.
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { lineOf } from '../../datasets/policy/locate.ts';
import { CliError } from './cli-error.ts';
import type { NamedDocument } from './named-document.ts';
import { readText } from './read-text.ts';
import { stepsOf } from './steps-of.ts';

// A key that was left empty is null in YAML.
const filled = (what: string) =>
  z
    .string({ error: `expected ${what}, got nothing` })
    .trim()
    .min(1);
const mayBeEmpty = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

const Decision = z.strictObject({
  roundId: filled('the round that review next claimed'),
  leaseToken: filled('the token that review next wrote'),
  rubricDigest: mayBeEmpty,
  verdict: filled('accept, revise or unreviewable'),
  comment: filled('what the learner should take from this round'),
  reason: mayBeEmpty,
  levels: z
    .array(
      z.strictObject({
        criterion: filled('a criterion of the rubric'),
        level: filled('a level from L0 to L3'),
        evidence: filled('where in the work this shows: a file, a line, a figure'),
        comment: mayBeEmpty,
      }),
    )
    .default([]),
});
export type Decision = z.infer<typeof Decision>;

/** Whether it fits the rubric is for the API to judge. */
export async function readDecision(path: string): Promise<NamedDocument<Decision>> {
  const lines = new LineCounter();
  const document = parseDocument(await readText(path), { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const findings = [{ code: 'brokenYaml', message: broken.message, path, line: lines.linePos(broken.pos[0]).line }];
    throw new CliError('refused', `${path} cannot be read as YAML.`, { findings, cause: broken });
  }
  const read: unknown = document.toJS();
  const parsed = Decision.safeParse(withoutLevels(read));
  if (parsed.success) {
    return {
      content: parsed.data,
      placeOf: ({ path: inside = '' }) => ({ file: path, line: lineOf(document, lines, stepsOf(inside)) }),
    };
  }
  const findings = parsed.error.issues.map((issue) => ({
    code: 'invalidField',
    message: [issue.path.map(String).join('.'), issue.message].filter(Boolean).join(': '),
    path,
    line: lineOf(document, lines, issue.path.map(String)),
  }));
  throw new CliError('refused', `${path} is not filled in yet.`, { findings, cause: parsed.error });
}

/** What cannot be reviewed has no levels; the empty ones of the template need not be deleted. */
function withoutLevels(read: unknown): unknown {
  if (typeof read !== 'object' || read === null || !('verdict' in read) || read.verdict !== 'unreviewable') return read;
  const levels = 'levels' in read && Array.isArray(read.levels) ? read.levels : [];
  const kept = levels.filter((each) => typeof each?.level === 'string' || typeof each?.evidence === 'string');
  return { ...read, levels: kept };
}
