// Turns whatever ended a command into an exit code with words for people and a document for machines.
import { ExtractError, type ExtractErrorCode } from '../../datasets/extract-error.ts';
import { ContentError } from '../../tracks/content-error.ts';
import { Problem, type ProblemCode, type ProblemFinding } from '../problems.ts';
import { CliError } from './cli-error.ts';
import { NotReachable } from './client.ts';
import { type ExitName, exitCodeOf } from './exit-codes.ts';
import { findingLines } from './finding-lines.ts';

export type Explanation = {
  exit: ExitName;
  lines: string[];
  /** What `--json` prints instead of an answer. */
  document: { error: { code: string; exitCode: number; message: string; findings: ProblemFinding[] } };
};

export function explainError(error: unknown, interrupted: boolean): Explanation {
  if (interrupted) return explain('interrupted', 'interrupted', 'Interrupted.', []);
  if (error instanceof Problem) return explain(exitOfProblem(error), error.code, error.message, error.findings);
  if (error instanceof CliError) {
    // A refusal says in its own words what to mend; only of a failure the cause says more.
    const cause = ['failed', 'unreachable'].includes(error.exit) ? causeOf(error) : undefined;
    return explain(error.exit, error.exit, error.message, error.findings, cause);
  }
  if (error instanceof ExtractError) return explain(extractExits[error.code], error.code, error.message, []);
  if (error instanceof ContentError) return explain('refused', 'invalid-content', error.message, []);
  if (error instanceof NotReachable) return explain('unreachable', 'unreachable', error.message, [], causeOf(error));
  return explain('failed', 'internal-failure', unexpected(error), [], causeOf(error));
}

function explain(
  exit: ExitName,
  code: string,
  message: string,
  findings: readonly ProblemFinding[],
  cause?: string,
): Explanation {
  return {
    exit,
    lines: [message, ...findingLines(findings), ...(cause === undefined ? [] : [`Cause: ${cause}`])],
    document: { error: { code, exitCode: exitCodeOf(exit), message, findings: [...findings] } },
  };
}

const problemExits: Partial<Record<ProblemCode, ExitName>> = {
  'plan-blocked': 'blocked',
  'nothing-waiting': 'nothingWaiting',
  'runtime-absent': 'unreachable',
  'store-unavailable': 'unreachable',
};

function exitOfProblem(problem: Problem): ExitName {
  return problemExits[problem.code] ?? (problem.toDocument().kind === 'refusal' ? 'refused' : 'failed');
}

const extractExits: Record<ExtractErrorCode, ExitName> = {
  'bad-policy': 'refused',
  'bad-source': 'refused',
  'bad-key': 'refused',
  'bad-signature': 'notVerified',
  'bad-seal': 'notVerified',
  'bad-identifier-set': 'refused',
  'bad-waiver': 'refused',
  'output-exists': 'refused',
  cancelled: 'interrupted',
  'engine-failed': 'failed',
};

function unexpected(error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  return `This is a failure of ours: ${what}. Nothing more was done; if it happens again, report it with this message.`;
}

/** The innermost cause that says something of its own. */
function causeOf(error: unknown): string | undefined {
  let cause = error instanceof Error ? error.cause : undefined;
  let said: string | undefined;
  while (cause instanceof Error) {
    if (cause.message !== '') said = cause.message;
    cause = cause.cause;
  }
  return said;
}
