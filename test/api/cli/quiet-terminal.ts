// A terminal that keeps what it was told, for command lines run in the test's own process.

import { runCli } from '../../../api/cli/run-cli.ts';
import type { Terminal } from '../../../api/cli/terminal.ts';
import { systemClock } from '../../../api/clock.ts';
import { readEnvironment } from '../../../api/env.ts';

export type Said = { exitCode: number; stdout: string; stderr: string };

/** Runs one command line in `folder`; `typed` is what somebody answers to a question. */
export async function runQuietly(folder: string, commandLine: readonly string[], typed?: string): Promise<Said> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const terminal: Terminal = {
    answer: (text) => void stdout.push(text),
    note: (text) => void stderr.push(text),
    redraws: false,
    columns: 100,
    ask: async () => typed,
  };
  const exitCode = await runCli(commandLine, {
    terminal,
    clock: systemClock,
    environment: readEnvironment({ PRACTICUM_LOG_LEVEL: 'silent' }),
    folder,
    signal: new AbortController().signal,
  });
  return { exitCode, stdout: stdout.join('\n'), stderr: stderr.join('\n') };
}
