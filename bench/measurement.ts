// What a bench or fault module exports, and how one is found by name.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What one run found: figures by name with the unit in the name, null where it could not be measured here. */
export type Findings = {
  figures: Record<string, number | null>;
  seed: number;
  notes?: Record<string, string>;
};

type Measurement = { run: (options: { full: boolean }) => Promise<Findings> };

const FOLDERS = { bench: 'benches', fault: 'faults' } as const;
export type MeasurementKind = keyof typeof FOLDERS;

/** No module of that name: the message says which exist. */
export class UnknownMeasurement extends Error {
  constructor(kind: MeasurementKind, name: string, existing: readonly string[]) {
    super(
      `${kind}: expected one of ${existing.join(', ') || 'none (there are none yet)'}; got ${JSON.stringify(name)}`,
    );
    this.name = 'UnknownMeasurement';
  }
}

/** Imports `<folder>/benches/<name>.ts` or `<folder>/faults/<name>.ts`. Throws UnknownMeasurement. */
export async function getMeasurement(folder: string, kind: MeasurementKind, name: string): Promise<Measurement> {
  const existing = await listMeasurements(join(folder, FOLDERS[kind]));
  if (!existing.includes(name)) throw new UnknownMeasurement(kind, name, existing);
  const file = join(folder, FOLDERS[kind], `${name}.ts`);
  const module: unknown = await import(pathToFileURL(file).href);
  if (!isMeasurement(module))
    throw new TypeError(`${file}: expected it to export the function run({ full }), it does not`);
  return module;
}

function isMeasurement(module: unknown): module is Measurement {
  return typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function';
}

async function listMeasurements(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -'.ts'.length))
      .sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}
