// An engine on a private folder, for tests of one stage; both gone when disposed of.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbEngine } from '../../datasets/engines/duckdb/duckdb-engine.ts';
import type { Engine } from '../../datasets/engines/engine.ts';
import { deriveKeys, type ExtractKeys } from '../../datasets/keys/derive-keys.ts';
import { keyRows } from '../../datasets/keys/keyed-hash.ts';
import { keysTable } from '../../datasets/working-tables.ts';

export type EnginePlace = AsyncDisposable & { engine: Engine; dir: string; keys: ExtractKeys };

export async function openEngine(options: { threads?: number } = {}): Promise<EnginePlace> {
  const dir = await mkdtemp(join(tmpdir(), 'practicum-engine-'));
  const engine = await DuckDbEngine.open({ ...options, spillDir: join(dir, 'spill') });
  const keys = deriveKeys(randomBytes(32));
  await engine.createFromValues(keysTable, { use: 'text', inner: 'bytes', outer: 'bytes' }, keyRows(keys));
  const close = async () => {
    await engine[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  };
  return { engine, dir, keys, [Symbol.asyncDispose]: close };
}
