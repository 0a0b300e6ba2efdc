// Runs the CLI as a person would: a process with a home, a state directory and arguments.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..', '..');
export const launcher = join(repository, 'node_modules', '.bin', 'practicum');

export type Ran = { exitCode: number | null; stdout: string; stderr: string };

export type Practicum = {
  (...commandLine: string[]): Promise<Ran>;
  /** The document of `--json`. Throws unless the command ended with this exit code. */
  json(expectedExit: number, ...commandLine: string[]): Promise<unknown>;
};

/** `home` is where tokens are kept; nothing of this process's environment but PATH is handed on. */
export function practicumIn(home: string, environment: Record<string, string> = {}): Practicum {
  const run = (...commandLine: string[]) => runProcess(commandLine, home, environment);
  const json = async (expectedExit: number, ...commandLine: string[]): Promise<unknown> => {
    const ran = await run(...commandLine, '--json');
    if (ran.exitCode !== expectedExit) {
      throw new Error(
        `expected exit ${expectedExit}, got ${ran.exitCode}: ${commandLine.join(' ')}\n${ran.stdout}${ran.stderr}`,
      );
    }
    return JSON.parse(ran.stdout);
  };
  return Object.assign(run, { json });
}

function runProcess(commandLine: string[], home: string, environment: Record<string, string>): Promise<Ran> {
  const child = spawn(launcher, commandLine, {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
