// Every command of the program with the words that call it.
import { tmpdir } from 'node:os';
import type { Command } from 'commander';
import { createProgram, everyCommand } from '../../../api/cli/program.ts';
import { processTerminal } from '../../../api/cli/terminal.ts';
import { systemClock } from '../../../api/clock.ts';
import { readEnvironment } from '../../../api/env.ts';

export function commandsOf(): { command: Command; words: string[] }[] {
  const program = createProgram({
    terminal: processTerminal,
    clock: systemClock,
    environment: readEnvironment({}),
    folder: tmpdir(),
    signal: new AbortController().signal,
    end: () => {},
  });
  return everyCommand(program).map((command) => ({ command, words: wordsOf(command) }));
}

function wordsOf(command: Command): string[] {
  return command.parent ? [...wordsOf(command.parent), command.name()] : [];
}
