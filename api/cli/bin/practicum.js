#!/usr/bin/env node
// Starts the CLI on the project's own Node: plain JavaScript, so that an older Node on the PATH can read it.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const root = join(here, '..', '..', '..');
const bundled = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const node = existsSync(bundled) ? bundled : process.execPath;

// The IPC channel is the leash: when this process is killed outright, the child sees it close and ends too.
const child = spawn(node, [join(root, 'api', 'cli', 'main.ts'), ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, PRACTICUM_LEASHED: '1' },
});
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));
process.on('SIGINT', () => {}); // the terminal sends it to the child as well; wait for its clean stop
child.on('error', (error) => {
  console.error(`practicum: cannot start ${node}: ${error.message}. Run npm ci in ${root}.`);
  process.exitCode = 70;
});
child.on('exit', (code, signal) => {
  if (signal) process.kill(process.pid, /** @type {NodeJS.Signals} */ (signal));
  else process.exitCode = code ?? 70;
});
