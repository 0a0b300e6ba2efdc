// The key with which policies and waivers are signed where no other is named.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createKeyFile } from '../../datasets/extract.ts';
import type { Call } from './call.ts';
import { stateFolderOf } from './state-folder.ts';

/** Its path in the state directory; it is made at first use. */
export async function stewardKey(call: Call): Promise<string> {
  const path = join(stateFolderOf(call), 'steward.key');
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await createKeyFile(path);
  call.terminal.note(`made ${path}: the key that signs policies here`);
  return path;
}
