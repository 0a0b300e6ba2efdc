// Starts the process that applies, and listens to what it says.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Mutant } from './mutants.ts';
import type { Job, StateCounts } from './state.ts';

export type Applier = {
  /** Rejects when the process ends without having said it. */
  said(word: string): Promise<void>;
  exited: Promise<unknown>;
  /** What it has told of the state so far. */
  counts(): StateCounts[];
  /** False when it had ended already. */
  kill(): boolean;
};

export function startApplier(folder: string, job: Job, mutant?: Mutant): Applier {
  const args = [
    join(import.meta.dirname, '..', 'faults', 'apply.ts'),
    folder,
    JSON.stringify(job),
    ...(mutant ? [mutant] : []),
  ];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const words: string[] = [];
  const listeners = new Set<() => void>();
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      words.push(line);
      for (const listener of listeners) listener();
    });
  }
  return {
    exited,
    counts: () => [...words].filter((word) => word.startsWith('{')).map((word) => JSON.parse(word)),
    kill: () => child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'),
    said: (word) =>
      new Promise((resolve, reject) => {
        const look = () => words.includes(word) && resolve();
        listeners.add(look);
        look();
        exited.then(
          // What it said last may still be on its way.
          () =>
            setTimeout(
              () => (words.includes(word) ? resolve() : reject(new Error(`it ended before it said ${word}`))),
              500,
            ),
          reject,
        );
      }),
  };
}
