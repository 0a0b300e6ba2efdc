// Opens a source that no policy describes yet, and says how it is to be declared.
import { readdir, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Engine } from '../../engines/engine.ts';
import { ExtractError } from '../../extract-error.ts';
import type { CsvSource, SourceDeclaration, Spelling } from '../../policy/source-declaration.ts';
import { CsvFolder } from '../../sources/csv-folder.ts';
import { openSource } from '../../sources/open-source.ts';
import { isPostgresUrl } from '../../sources/postgres-url.ts';
import type { Source } from '../../sources/source.ts';
import { type FoundDialect, findCsvDialects, type LeftOut } from './find-csv-dialect.ts';
import { tableNames } from './table-names.ts';

export type UndeclaredSource = {
  source: Source;
  /** The section of the policy, without the spelling of values. */
  declared: Pick<SourceDeclaration, 'csv' | 'parquet' | 'duckdb' | 'postgres'>;
  /** How it was found to be written, for people. */
  remarks: readonly string[];
  sure: boolean;
  leftOut: readonly LeftOut[];
};

export type OpenOptions = {
  engine: Engine;
  workDir: string;
  schema?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** How texts are read while it is not known what they mean. */
const plainSpelling: Spelling = {
  nulls: [''],
  dateFormat: 'YYYY-MM-DD',
  timestampFormat: 'ISO',
  centuryFrom: 1970,
  decimalMark: '.',
};

export async function openUndeclared(place: string, options: OpenOptions): Promise<UndeclaredSource> {
  const { engine, workDir, signal } = options;
  const open = async (declared: UndeclaredSource['declared'], remarks: readonly string[]) => {
    const refuse = (_: readonly PropertyKey[], sentence: string) => new ExtractError('bad-source', sentence);
    const source = await openSource(place, { ...plainSpelling, ...declared }, { engine, refuse, workDir, signal });
    return { source, declared, remarks, sure: true, leftOut: [] };
  };
  if (isPostgresUrl(place)) {
    const schema = options.schema ?? 'public';
    return open({ postgres: { schema } }, [`PostgreSQL, schema ${schema}`]);
  }
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const schema = options.schema ?? 'main';
  if (!isFolder) return open({ duckdb: { schema } }, [`a DuckDB file, schema ${schema}`]);
  const parquet = await parquetFiles(place);
  if (Object.keys(parquet).length > 0) return open({ parquet: { files: parquet } }, ['a folder of Parquet files']);
  return openCsv(place, options);
}

/** A file is a table; so is a folder of files, as its parts. */
async function parquetFiles(folder: string): Promise<Record<string, string>> {
  const isParquet = (name: string) => /^\.(parquet|pq)$/i.test(extname(name));
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const patterns: string[] = [];
  for (const entry of entries) {
    if (entry.isFile() && isParquet(entry.name)) patterns.push(entry.name);
    if (!entry.isDirectory()) continue;
    const part = (await readdir(`${folder}/${entry.name}`)).find(isParquet);
    if (part) patterns.push(`${entry.name}/*${extname(part)}`);
  }
  const names = tableNames(patterns.map((pattern) => pattern.replace(/\/\*\.\w+$/, '')));
  return Object.fromEntries(patterns.map((pattern, at) => [names[at] ?? pattern, pattern]));
}

/** Takes the first dialect in which whole files read strictly, or else the one in which the fewest fail. */
async function openCsv(folder: string, { engine, workDir }: OpenOptions): Promise<UndeclaredSource> {
  const proven: { dialect: FoundDialect; failed: LeftOut[] }[] = [];
  for (const [turn, dialect] of (await findCsvDialects(folder)).entries()) {
    const failed = await failures(folder, dialect.csv, { engine, workDir, turn });
    proven.push({ dialect, failed });
    if (failed.length === 0) break;
  }
  const [best] = proven.sort((a, b) => a.failed.length - b.failed.length);
  if (!best) throw new ExtractError('bad-source', `expected ${folder} to hold tables, got none`);
  const { csv, leftOut, remarks, sure } = best.dialect;
  const files = Object.entries(csv.files).filter(([, { file }]) => !best.failed.some(({ place }) => place === file));
  if (files.length === 0)
    throw new ExtractError(
      'bad-source',
      `expected ${folder} to hold tables that read strictly, got none: ${best.failed[0]?.reason}`,
    );
  const declared = { ...csv, files: Object.fromEntries(files) };
  return {
    source: new CsvFolder(engine, folder, declared, plainSpelling, workDir),
    declared: { csv: declared },
    remarks,
    sure,
    leftOut: [...leftOut, ...best.failed],
  };
}

type Proof = { engine: Engine; workDir: string; turn: number };

/** Reads every file to its end without keeping a column: counts of columns, quotes and encoding are checked on the way. */
async function failures(folder: string, csv: CsvSource, { engine, workDir, turn }: Proof): Promise<LeftOut[]> {
  const failed: LeftOut[] = [];
  await using source = new CsvFolder(engine, folder, csv, plainSpelling, workDir);
  for (const [table, { file }] of Object.entries(csv.files)) {
    try {
      await source.load(table, [], { name: `proof ${turn} of ${table}`, rowColumn: 'row', firstRow: 0n });
    } catch (error) {
      if (!(error instanceof ExtractError) || error.code !== 'bad-source') throw error;
      failed.push({ place: file, reason: error.message });
    }
  }
  return failed;
}
