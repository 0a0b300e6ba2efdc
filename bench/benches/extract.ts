// How fast databases become sealed extracts: against floors that no engine can go below, and against what people use instead.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyFile } from '../../datasets/extract.ts';
import { measureBerka } from '../extract/berka.ts';
import { measureGrowth, memoryMiB } from '../extract/growth.ts';
import { measureFloor, writePeople } from '../extract/keyed-people.ts';
import { measurePostgres } from '../extract/postgres-customers.ts';
import { countOrphans, measureBankFloor, writeBank } from '../extract/relational-bank.ts';
import { copycatRate, fakerRate, samples } from '../extract/row-by-row.ts';
import { type TimedExtract, timedExtract } from '../extract/timed.ts';
import type { Findings } from '../measurement.ts';
import { median } from '../median.ts';

const people = 5_000_000;
const bankRows = 10_000_000;
const turns = 3;

/** The extract draws nothing at random but its key, and the sources are functions of the row: the seed names no run. */
const seed = 0;

/** Short: everything but growth and memory, in about five minutes on two cores. Full: those as well, with 50 million rows. */
export async function run({ full }: { full: boolean }): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-bench-extract-'));
  try {
    const keyPath = join(folder, 'key');
    await createKeyFile(keyPath);
    const parts = [
      await benchPeople(folder, keyPath),
      await benchBank(folder, keyPath),
      await benchPostgres(folder, keyPath),
      full ? await benchGrowth(folder) : growthLeftOut,
      await benchBerka(folder, keyPath),
    ];
    return {
      seed,
      figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
      notes: Object.assign({}, ...parts.map(({ notes }) => notes)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Part = Required<Pick<Findings, 'figures' | 'notes'>>;

async function benchPeople(folder: string, keyPath: string): Promise<Part> {
  const source = join(folder, 'people');
  await mkdir(source);
  await writePeople(source, people);
  const floors: Awaited<ReturnType<typeof measureFloor>>[] = [];
  const extracts: TimedExtract[] = [];
  // In turns, so that a machine that slows down slows both.
  for (let turn = 0; turn < turns; turn++) {
    const floor = await measureFloor(source);
    const made = await extractInto(source, 'people.yaml', keyPath);
    say('people', { ...floor, ...secondsOf(made) });
    floors.push(floor);
    extracts.push(made);
  }
  await rm(source, { recursive: true });
  const keyed = median(extracts.map(({ transformSeconds }) => transformSeconds));
  const rate = people / keyed;
  return {
    figures: {
      keyedOverFloor: round(median(extracts.map((made, turn) => made.transformSeconds / floorOf(floors[turn])))),
      keyedOverRawCopy: round(keyed / median(floors.map(({ raw }) => raw))),
      keyedSeconds: round(keyed),
      floorSeconds: round(median(floors.map(floorOf))),
      ...medians('people', extracts),
      rowwiseOverKeyed: round(rate / fakerRate()),
      peerOverKeyed: round(rate / copycatRate()),
    },
    notes: {
      keyedOverFloor: `${people} rows; transform and write over a copy in the same order, written alike, with the bare HMAC of each distinct value in DuckDB's SQL`,
      rowwiseOverKeyed: `faker on ${samples.faker} rows, its rate taken for all`,
      peerOverKeyed: `@snaplet/copycat on ${samples.copycat} rows, its rate taken for all`,
    },
  };
}

const floorOf = (floor: { ordered: number; hmac: number } | undefined): number =>
  floor ? floor.ordered + floor.hmac : Number.NaN;

async function benchBank(folder: string, keyPath: string): Promise<Part> {
  const source = join(folder, 'bank');
  await mkdir(source);
  await writeBank(source, bankRows);
  const ratios: number[] = [];
  const extracts: TimedExtract[] = [];
  let orphans = 0;
  for (let turn = 0; turn < turns; turn++) {
    const floor = await measureBankFloor(source);
    const made = await extractInto(source, 'bank.yaml', keyPath, async (sealed) => {
      orphans += await countOrphans(sealed);
    });
    say('bank', { floor, ...secondsOf(made) });
    ratios.push(made.transformSeconds / floor);
    extracts.push(made);
  }
  await rm(source, { recursive: true });
  return {
    figures: { relationalOverFloor: round(median(ratios)), orphans, ...medians('bank', extracts) },
    notes: { relationalOverFloor: `${bankRows} rows in six tables, the floor as for keyedOverFloor` },
  };
}

async function benchPostgres(folder: string, keyPath: string): Promise<Part> {
  const found = await measurePostgres(folder, keyPath, turns);
  if ('absent' in found) return { figures: { postgresOverCopy: null }, notes: { postgresOverCopy: found.absent } };
  say('postgres', found);
  return {
    figures: {
      postgresOverCopy: round(found.keyedSeconds / found.copySeconds),
      postgresSeconds: round(found.keyedSeconds),
      postgresCopySeconds: round(found.copySeconds),
    },
    notes: {
      postgresOverCopy: 'load, choice of rows, transform and write over COPY … TO STDOUT that is read and dropped',
    },
  };
}

const growthLeftOut: Part = {
  figures: { peakMemoryMiB: null, growthExponent: null },
  notes: {
    peakMemoryMiB: '50 million rows take a quarter of an hour: with --full, kept in extract-full.json',
    growthExponent: '5, 15 and 50 million rows: with --full, kept in extract-full.json',
  },
};

async function benchGrowth(folder: string): Promise<Part> {
  const { growthExponent, peakMemoryMiB, measured } = await measureGrowth(folder);
  const seconds = measured.map(({ rows, seconds: each }) => [`seconds${rows / 1_000_000}MRows`, round(each)]);
  return {
    figures: { peakMemoryMiB, growthExponent: round(growthExponent), ...Object.fromEntries(seconds) },
    notes: {
      growthExponent: `whole runs, gate and reports among them, with memory of ${memoryMiB} MiB for the engine`,
    },
  };
}

async function benchBerka(folder: string, keyPath: string): Promise<Part> {
  const found = await measureBerka(folder, keyPath, turns);
  const names = ['berkaSeconds', 'berkaRows', 'berkaRowsPerSecond', 'copySeconds', 'extractOverCopy'];
  if (!found)
    return {
      figures: Object.fromEntries(names.map((name) => [name, null])),
      notes: { berkaSeconds: 'no ../shared/data/berka beside this clone' },
    };
  return {
    figures: {
      berkaSeconds: round(found.extractSeconds),
      berkaRows: found.rows,
      berkaRowsPerSecond: Math.round(found.rows / found.extractSeconds),
      copySeconds: round(found.copySeconds),
      extractOverCopy: round(found.extractSeconds / found.copySeconds),
    },
    notes: {},
  };
}

async function extractInto(
  source: string,
  policy: string,
  keyPath: string,
  look: (sealed: string) => Promise<void> = async () => {},
): Promise<TimedExtract> {
  const outDir = join(source, 'out');
  const made = await timedExtract({ policyPath: join(source, policy), source, keyPath, outDir });
  await look(outDir);
  await rm(outDir, { recursive: true });
  return made;
}

const secondsOf = ({ loadSeconds, subsetSeconds, transformSeconds, gateSeconds }: TimedExtract) => ({
  loadSeconds,
  subsetSeconds,
  transformSeconds,
  gateSeconds,
});

const medians = (of: string, extracts: readonly TimedExtract[]) => ({
  [`${of}LoadSeconds`]: round(median(extracts.map(({ loadSeconds }) => loadSeconds))),
  [`${of}SubsetSeconds`]: round(median(extracts.map(({ subsetSeconds }) => subsetSeconds))),
  [`${of}GateSeconds`]: round(median(extracts.map(({ gateSeconds }) => gateSeconds))),
});

const round = (value: number) => Math.round(value * 1000) / 1000;

function say(what: string, seconds: Record<string, number>): void {
  const told = Object.entries(seconds).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  console.error(`extract: ${what}: ${told.join(', ')}`);
}
