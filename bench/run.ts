// Runs one bench or fault harness by name: writes its result file, prints the same as the last line.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { getMeasurement, type MeasurementKind, UnknownMeasurement } from './measurement.ts';
import { readMachine, readVersions } from './surroundings.ts';

const USAGE = 'usage: node bench/run.ts bench|fault NAME [--full] [--folder DIR]';

/** A long run is kept beside the short one. */
const fileName = (kind: MeasurementKind, name: string, full: boolean) =>
  `${kind === 'bench' ? '' : 'fault-'}${name}${full ? '-full' : ''}.json`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { full: { type: 'boolean', default: false }, folder: { type: 'string', default: import.meta.dirname } },
  });
  const [kind, name, ...rest] = positionals;
  if ((kind !== 'bench' && kind !== 'fault') || name === undefined || rest.length > 0) throw new Misuse(USAGE);
  const { full, folder } = values;
  const { figures, seed, notes } = await (await getMeasurement(folder, kind, name)).run({ full });
  const surroundings = { versions: await readVersions(), machine: readMachine() };
  const result = { name, full, figures, seed, ...(notes && { notes }), ...surroundings };
  await mkdir(join(folder, 'results'), { recursive: true });
  await writeFile(join(folder, 'results', fileName(kind, name, full)), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result));
}

class Misuse extends Error {}

try {
  await main();
} catch (error) {
  // Exit 2: the caller can mend it. Exit 1: the harness itself failed.
  const misuse = error instanceof Misuse || error instanceof UnknownMeasurement || isUnknownOption(error);
  console.error(misuse ? (error as Error).message : error);
  process.exitCode = misuse ? 2 : 1;
}

function isUnknownOption(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
