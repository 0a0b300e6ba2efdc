// What a command is called with, what it answers.
import type { Command } from 'commander';
import type { Clock } from '../clock.ts';
import type { Environment } from '../env.ts';
import { type ExitName, exitCodeOf } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What every command takes. */
export type GlobalOptions = { json?: true; server?: string; state?: string; tokenFile?: string };

export type Cli = {
  terminal: Terminal;
  clock: Clock;
  environment: Environment;
  /** Where relative paths of the command line start. */
  folder: string;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  /** Told once, by the command that ran. */
  end: (exitCode: number) => void;
};

export type Call = Omit<Cli, 'end'> & { global: GlobalOptions };

export type Answer = {
  /** The one document of `--json`: a published shape. */
  json: unknown;
  /** The same for people. */
  lines: readonly string[];
  exit?: ExitName;
};

/** Makes a command's handler the action that commander wants: arguments, options, then the command itself. */
export function action<Args extends unknown[]>(cli: Cli, handler: (call: Call, ...args: Args) => Promise<Answer>) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.pop() as Command;
    const call: Call = { ...cli, global: command.optsWithGlobals<GlobalOptions>() };
    const answer = await handler(call, ...(given as Args));
    if (call.global.json) cli.terminal.answer(JSON.stringify(answer.json, undefined, 2));
    else if (answer.lines.length > 0) cli.terminal.answer(answer.lines.join('\n'));
    cli.end(exitCodeOf(answer.exit ?? 'done'));
  };
}
