// An acknowledgement of the embedded store stands on synced bytes, seen in the recorded order of system calls.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('syncs the log between the last write of a commit and its acknowledgement', (context) => {
  if (spawnSync('strace', ['-V']).status !== 0) context.skip('no strace here to record system calls with');
  const folder = mkdtempSync(join(tmpdir(), 'practicum-wal-'));
  try {
    const record = join(folder, 'calls');
    const script = join(import.meta.dirname, 'acknowledge-once.ts');
    const calls = ['-f', '-y', '-e', 'trace=write,pwrite64,fsync', '-o', record, 'node', script, join(folder, 'data')];
    expect(spawnSync('strace', calls, { encoding: 'utf8' }).stderr).toBe('');
    const lines = readFileSync(record, 'utf8').split('\n');
    const begin = lines.findIndex((line) => line.includes('BEGIN'));
    const acknowledged = lines.findIndex((line) => line.includes('ACKNOWLEDGED'));
    const between = lines.slice(begin, acknowledged);
    const lastWrite = between.findLastIndex((line) => /pwrite64\(\d+<[^>]*pg_wal\/[0-9A-F]{24}>/.test(line));
    const sync = between.findLastIndex((line) => /fsync\(\d+<[^>]*pg_wal\/[0-9A-F]{24}>\)/.test(line));
    expect(lastWrite).toBeGreaterThan(-1);
    // mutant: `await wal?.sync()` taken out of transact, caught here (no fsync follows the write)
    expect(sync).toBeGreaterThan(lastWrite);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
