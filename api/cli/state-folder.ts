// Which state directory a command means.
import { resolve } from 'node:path';
import type { Call } from './call.ts';

/** `--state`, else PRACTICUM_STATE, else `.practicum` in the current folder, as for the server. */
export function stateFolderOf(call: Call): string {
  return resolve(call.folder, call.global.state ?? call.environment.stateFolder ?? '.practicum');
}
