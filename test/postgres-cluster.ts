// Starts one throwaway PostgreSQL cluster for the whole run, from the server programs that this machine has.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a superuser on a running cluster, or why there is none. */
    postgres: { url: string } | { absent: string };
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['PRACTICUM_TEST_DATABASE_URL'];
  if (given) {
    project.provide('postgres', { url: given });
    return;
  }
  const programs = findServerPrograms();
  if (!programs) {
    const absent = 'no PostgreSQL server programs here: install PostgreSQL 15 or set PRACTICUM_TEST_DATABASE_URL';
    project.provide('postgres', { absent });
    return;
  }
  const cluster = await startCluster(programs);
  project.provide('postgres', { url: cluster.url });
  return cluster.stop;
}

function findServerPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

async function startCluster(programs: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'practicum-pg-'));
  // The server refuses to run as root: hand the folder to the account that Debian makes for it.
  const account = process.getuid?.() === 0 ? accountOf('postgres') : undefined;
  if (account) chownSync(data, account.uid, account.gid);
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'practicum', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    {
      stdio: 'pipe',
      cwd: data,
      ...account,
    },
  );
  const port = await freePort();
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=200'],
    { stdio: 'ignore', cwd: data, ...account },
  );
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `postgresql://practicum@127.0.0.1:${port}/postgres`;
  await waitUntilAnswers(url);
  return {
    url,
    stop: async () => {
      server.kill('SIGINT');
      await exited;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function waitUntilAnswers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (attempt === 100) throw new Error('the test cluster did not answer within ten seconds', { cause });
      await sleep(100);
    }
  }
}
