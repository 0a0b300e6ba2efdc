// Tells what program a process runs, and who started it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The program's name and the number of the parent; undefined where that cannot be told (no such process, no ps). */
export function findProgram(pid: number): { name: string; parent: number } | undefined {
  try {
    const told =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^\d+ \((.*)\) \S+ (\d+) [\s\S]*$/, '$2 $1')
        : execFileSync('ps', ['-p', String(pid), '-o', 'ppid=,comm='], { encoding: 'utf8' });
    const [, parent = '', path = ''] = /^\s*(\d+) (.*)$/.exec(told.trim()) ?? [];
    return parent === '' ? undefined : { name: path.split('/').at(-1) ?? '', parent: Number(parent) };
  } catch {
    return undefined;
  }
}
