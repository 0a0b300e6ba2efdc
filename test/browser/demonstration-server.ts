// Runs the server with its demonstration in a process of its own, as `npm start` does.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Role = 'owner' | 'learner' | 'reviewer';

export interface DemonstrationServer extends AsyncDisposable {
  readonly url: string;
  /** One-time links, as printed. */
  readonly links: Readonly<Record<Role, string>>;
}

const server = join(import.meta.dirname, '..', '..', 'api', 'server.ts');

/** Resolves once the links are printed: the demonstration's sandboxes are ready then. */
export async function startDemonstration(): Promise<DemonstrationServer> {
  const state = await mkdtemp(join(tmpdir(), 'practicum-browser-'));
  const child = spawn(process.execPath, [server, '--port', '0', '--state', state], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(state, { recursive: true, force: true });
  };
  try {
    const said = await readUntil(child, 'Ctrl-C stops');
    const find = (pattern: RegExp) =>
      pattern.exec(said)?.[1] ?? fail(`expected ${pattern} in what it printed: ${said}`);
    const link = (role: Role) => find(new RegExp(`${role} +(http\\S+)`));
    return {
      url: find(/listening on (\S+)/),
      links: { owner: link('owner'), learner: link('learner'), reviewer: link('reviewer') },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readUntil(child: ReturnType<typeof spawn>, wanted: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(wanted)) resolve(said);
    });
  }
  child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  return promise;
}

function fail(message: string): never {
  throw new Error(message);
}
