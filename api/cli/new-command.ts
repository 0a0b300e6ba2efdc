// Makes a command whose help says what it is for, shows an example and lists its exit codes.
import { Command, InvalidArgumentError } from 'commander';
import { describeExits, type ExitName } from './exit-codes.ts';

export type CommandPage = {
  /** One line. */
  purpose: string;
  /** Longer words under it, where one line is not enough. */
  notes?: string;
  examples: readonly string[];
  /** Beside done, failed, usage and interrupted. */
  exits?: readonly ExitName[];
};

export function newCommand(name: string, { purpose, notes, examples, exits = [] }: CommandPage): Command {
  const ends: ExitName[] = ['done', 'failed', 'usage', ...exits, 'interrupted'];
  return new Command(name)
    .summary(purpose)
    .description(notes === undefined ? purpose : `${purpose}\n\n${notes}`)
    .addHelpText(
      'after',
      `\nExample:\n${examples.map((line) => `  ${line}`).join('\n')}\n\nExit codes:\n${describeExits(ends)}`,
    );
}

/** A group of commands, such as `extract`. */
export function newGroup(name: string, purpose: string, commands: readonly Command[]): Command {
  const group = new Command(name).summary(purpose).description(purpose);
  for (const command of commands) group.addCommand(command);
  return group;
}

/** For an option that takes a whole number from 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d{1,9}$/.test(text) && count >= 1) return count;
  throw new InvalidArgumentError(`expected a whole number from 1, got ${JSON.stringify(text)}.`);
}
