// Starts `practicum serve` in a process of its own, until it is disposed.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRunningServer } from '../../../api/store/state-directory.ts';
import { launcher } from './run-practicum.ts';

export type Served = AsyncDisposable & { url: string; stop(): Promise<number | null> };

/** Resolves once the state directory names the server. */
export async function servePracticum(
  home: string,
  state: string,
  environment: Record<string, string> = {},
): Promise<Served> {
  const child = spawn(launcher, ['serve', '--no-demo', '--port', '0', '--state', state], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const stop = async () => {
    child.kill('SIGTERM');
    return ended;
  };
  for (let attempt = 0; attempt < 600; attempt++) {
    const running = await findRunningServer(resolve(home, state));
    if (running) return { url: running.url, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`);
    await sleep(100);
  }
  await stop();
  throw new Error(`the server did not start within a minute: ${said}`);
}
