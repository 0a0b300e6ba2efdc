// What the CLI itself refuses or cannot do, with the exit code that says so.
import type { ProblemFinding } from '../problems.ts';
import type { ExitName } from './exit-codes.ts';

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: ExitName;
  readonly findings: readonly ProblemFinding[];

  constructor(
    exit: ExitName,
    message: string,
    options: { findings?: readonly ProblemFinding[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exit = exit;
    this.findings = options.findings ?? [];
  }
}
