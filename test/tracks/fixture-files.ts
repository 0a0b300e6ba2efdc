// Reads the example deliverables that lie beside the tests.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path in the deliverable → bytes. `kind`: a deliverable that a reviewer may see, or one that looks right and is not. */
export function fixtureFiles(useCase: string, track: string, kind: 'passing' | 'failing'): Map<string, Uint8Array> {
  const folder = join(import.meta.dirname, 'fixtures', useCase, track, kind);
  return new Map(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
}
