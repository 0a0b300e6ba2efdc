// Runs one command line and gives its exit code.
import { CommanderError } from 'commander';
import type { Cli } from './call.ts';
import { type ExitName, exitCodeOf } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { createProgram } from './program.ts';

/** Never throws: whatever happens is told on the terminal. `--json` gets one document on stdout, a refusal too. */
export async function runCli(commandLine: readonly string[], parts: Omit<Cli, 'end'>): Promise<number> {
  let exitCode = exitCodeOf('failed');
  const end = (code: number) => {
    exitCode = code;
  };
  const program = createProgram({ ...parts, end });
  try {
    await program.parseAsync([...commandLine], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed it by now.
    if (error instanceof CommanderError) return exitCodeOf(exitOfCommander(error));
    const explanation = explainError(error, parts.signal.aborted);
    for (const line of explanation.lines) parts.terminal.note(line);
    if (program.opts<{ json?: true }>().json) parts.terminal.answer(JSON.stringify(explanation.document, undefined, 2));
    return exitCodeOf(explanation.exit);
  }
}

const askedFor = ['commander.helpDisplayed', 'commander.version'];

function exitOfCommander({ code }: CommanderError): ExitName {
  return askedFor.includes(code) ? 'done' : 'usage';
}
