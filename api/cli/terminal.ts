// Where a command speaks: its one answer on stdout, everything else on stderr, questions only where somebody can answer.
import { createInterface } from 'node:readline/promises';

export interface Terminal {
  /** The answer: on stdout. */
  answer(text: string): void;
  /** What is going on: on stderr. */
  note(text: string): void;
  /** Whether stderr is a screen that can redraw a line. */
  readonly redraws: boolean;
  /** Columns for help; 100 where nobody looks. */
  readonly columns: number;
  /** What somebody typed, or undefined where nobody can. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

export const processTerminal: Terminal = {
  answer: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  redraws: process.stderr.isTTY === true,
  columns: process.stdout.isTTY ? Math.min(process.stdout.columns, 100) : 100,
  async ask(question, signal) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question, { signal });
    } finally {
      lines.close();
    }
  },
};
