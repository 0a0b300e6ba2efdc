// The state directory: what an installation keeps on this machine, with its format and its one user.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Problem } from '../problems.ts';
import { findProcessBirth } from './process-birth.ts';
import { type StateLock, takeStateLock } from './state-lock.ts';

const format = 1;

const ServerNote = z.object({ url: z.string(), pid: z.int(), birth: z.string() });

export type RunningServer = { url: string; pid: number };

export interface StateDirectory extends AsyncDisposable {
  readonly path: string;
  /** Paths inside. Nothing but the store's files and `owner.token` must outlive the process. */
  readonly databaseFolder: string;
  readonly blobsFolder: string;
  readonly extractsFolder: string;
  readonly sandboxesFolder: string;
  readonly ownerTokenFile: string;
  /** Names the server of this process to the CLI until the directory is disposed. */
  nameServer(url: string): Promise<void>;
}

/**
 * Opens (and creates, mode 0700) the directory. With `exclusive`, as the embedded database needs it, one process at a time.
 * Throws `store-unavailable` for a directory of a newer format or one that another process uses.
 */
export async function openStateDirectory(
  folder: string,
  options: { exclusive: boolean; clock: Clock },
): Promise<StateDirectory> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await agreeOnFormat(path);
  const lock = options.exclusive ? await lockExclusively(path, options.clock) : undefined;
  const serverFile = join(path, 'server.json');
  let named = false;
  return {
    path,
    databaseFolder: join(path, 'database'),
    blobsFolder: join(path, 'blobs'),
    extractsFolder: join(path, 'extracts'),
    sandboxesFolder: join(path, 'sandboxes'),
    ownerTokenFile: join(path, 'owner.token'),
    async nameServer(url) {
      const note = { url, pid: process.pid, birth: findProcessBirth(process.pid) ?? '' };
      await writeWhole(serverFile, `${JSON.stringify(note)}\n`);
      named = true;
    },
    async [Symbol.asyncDispose]() {
      if (named && (await findRunningServer(path))?.pid === process.pid) await rm(serverFile, { force: true });
      await lock?.release();
    },
  };
}

/** The server that runs on this state directory, if one does: a note that a killed server left behind names none. */
export async function findRunningServer(folder: string): Promise<RunningServer | undefined> {
  const text = await readIfThere(join(folder, 'server.json'));
  if (text === undefined) return undefined;
  const note = ServerNote.safeParse(parseJson(text));
  if (!note.success || findProcessBirth(note.data.pid) !== note.data.birth) return undefined;
  return { url: note.data.url, pid: note.data.pid };
}

/** Writes a secret that only the owner of this account can read; one that is there is replaced. */
export async function writeSecretFile(path: string, secret: string): Promise<void> {
  await writeWhole(path, `${secret}\n`);
}

/** Undefined when there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function agreeOnFormat(path: string): Promise<void> {
  const file = join(path, 'format.json');
  const text = await readIfThere(file);
  if (text === undefined) {
    await writeWhole(file, `${JSON.stringify({ format })}\n`);
    return;
  }
  const found = z.object({ format: z.int() }).safeParse(parseJson(text));
  if (found.success && found.data.format <= format) return;
  const got = found.success
    ? `format ${found.data.format}, written by a newer Practicum`
    : 'a format.json that is none of ours';
  throw new Problem(
    'store-unavailable',
    `The state directory ${path} has ${got}; this version reads format ${format}. Start the newer version, or give another directory with --state.`,
  );
}

// A server that was told to stop a moment ago is given the time to let go.
const patienceMs = 3_000;

async function lockExclusively(path: string, clock: Clock): Promise<StateLock> {
  const from = clock.elapsedMs();
  let lock = await takeStateLock(path, clock);
  while ('heldBy' in lock && clock.elapsedMs() - from < patienceMs) {
    await clock.sleep(100);
    lock = await takeStateLock(path, clock);
  }
  if (!('heldBy' in lock)) return lock;
  const { pid, host, since, file } = lock.heldBy;
  const server = await findRunningServer(path);
  const remedy = server
    ? `Its server answers at ${server.url}: use that (--server ${server.url}), stop it`
    : `Wait for it, stop it`;
  throw new Problem(
    'store-unavailable',
    `The state directory ${path} is in use by process ${pid} on ${host} since ${since.toISOString()}. ${remedy}, or give another directory with --state. (If that host is gone, remove ${file}.)`,
  );
}

async function writeWhole(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.part`;
  await writeFile(aside, text, { mode: 0o600, flush: true });
  await rename(aside, path);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
