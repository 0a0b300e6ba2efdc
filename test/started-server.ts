// A server in a process of its own, as a person starts it, with its lines to wait for.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const repository = join(import.meta.dirname, '..');

export type StartedServer = {
  /** Its address, once it listens. */
  url(): Promise<string>;
  /** The first line that matches: its first group, or all of it. Rejects with the whole output when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  /** Everything it has said so far. */
  output(): string;
  pid: number | undefined;
  /** Resolves with the exit code, null when a signal ended it. */
  ended: Promise<number | null>;
  /** Sends the signal and resolves with the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** `npm start -- …options` without npm; `env` is added to the environment. */
export function startServer(...options: string[]): StartedServer {
  return startServerWith({}, ...options);
}

export function startServerWith(env: Record<string, string>, ...options: string[]): StartedServer {
  return startProgram([process.execPath, join(repository, 'api', 'server.ts'), ...options], env);
}

/** As the README says, through npm; signals go to npm alone. */
export function startByNpm(...options: string[]): StartedServer {
  return startProgram(['npm', 'start', '--', ...options], {});
}

function startProgram([program = '', ...argv]: string[], env: Record<string, string>): StartedServer {
  const child = spawn(program, argv, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    // An outer database must not be shared by accident: a test that wants one says so.
    env: { ...process.env, DATABASE_URL: '', ...env },
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      tell();
    });
  }
  let ended = false;
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      ended = true;
      tell();
      resolve(code);
    });
  });
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = lines.map((text) => pattern.exec(text)).find((match) => match !== null);
        if (!found && !ended) return;
        waiting.delete(look);
        if (found) resolve(found[1] ?? found[0]);
        else reject(new Error(`the server ended without saying ${pattern}. It said:\n${lines.join('\n')}`));
      };
      waiting.add(look);
      look();
    });
  return {
    url: () => line(/^listening on (\S+)$/),
    line,
    output: () => lines.join('\n'),
    pid: child.pid,
    ended: exited,
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}
