// Says on what a measurement was made: versions and machine, never whose machine.
import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** Versions of what the figures depend on. Dependencies are pinned exactly, so that package.json tells what is installed. */
export async function readVersions(): Promise<{ node: string; duckdb: string; pglite: string; package: string }> {
  const file = join(import.meta.dirname, '..', 'package.json');
  const { version, dependencies }: { version: string; dependencies: Record<string, string> } = JSON.parse(
    await readFile(file, 'utf8'),
  );
  return {
    node: process.versions.node,
    duckdb: dependencies['@duckdb/node-api'] ?? 'absent',
    pglite: dependencies['@electric-sql/pglite'] ?? 'absent',
    package: version,
  };
}

export function readMachine(): { cpu: string; cores: number; memoryMiB: number } {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() || 'unknown',
    cores: cores.length,
    memoryMiB: Math.round(totalmem() / 1024 / 1024),
  };
}
