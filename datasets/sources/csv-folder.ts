// A folder of CSV files as a source.
import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import { ExtractError } from '../extract-error.ts';
import type { CsvSource, Spelling } from '../policy/source-declaration.ts';
import { readCsvHead } from './csv-head.ts';
import type { EngineTable, Source } from './source.ts';
import { asUtf8File } from './utf8-file.ts';

type OpenFile = { path: string; label: string; header: string[]; skipLines: number };

export class CsvFolder implements Source {
  readonly #folder: string;
  readonly #declared: CsvSource;
  readonly #spelling: Spelling;
  readonly #workDir: string;
  readonly #files = new Map<string, OpenFile>();

  /** `workDir` is private to this run: files in other encodings are rewritten there. */
  constructor(folder: string, declared: CsvSource, spelling: Spelling, workDir: string) {
    this.#folder = resolve(folder);
    this.#declared = declared;
    this.#spelling = spelling;
    this.#workDir = workDir;
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    return (await this.#open(table))?.header;
  }

  async load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number> {
    const file = await this.#open(table);
    if (!file) throw new ExtractError('bad-source', `expected a file for table ${table}, got none`);
    const { delimiter, quote, quotedNulls } = this.#declared;
    const { nulls, dateFormat, timestampFormat, centuryFrom } = this.#spelling;
    return into.engine.loadCsv({
      table: into.name,
      file: file.path,
      label: file.label,
      dialect: {
        delimiter,
        quote,
        nulls,
        quotedNulls,
        dateFormat,
        timestampFormat,
        centuryFrom,
        skipLines: file.skipLines,
      },
      header: file.header,
      columns,
      rowColumn: into.rowColumn,
      firstRow: into.firstRow,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #open(table: string): Promise<OpenFile | undefined> {
    const known = this.#files.get(table);
    if (known) return known;
    const declared = this.#declared.files[table];
    if (!declared) return undefined;
    const original = join(this.#folder, declared.file);
    if (!original.startsWith(this.#folder + sep))
      throw new ExtractError('bad-source', `expected a file inside the source folder, got ${declared.file}`);
    if (!(await isFile(original))) return undefined;
    const { encoding } = this.#declared;
    const path = await asUtf8File(original, encoding, join(this.#workDir, `${table}.csv`), declared.file);
    const head = await readCsvHead(path, this.#declared, declared.file);
    const header = this.#declared.header ? head.fields : (declared.columns ?? []);
    const opened = {
      path,
      label: declared.file,
      header,
      skipLines: this.#declared.header ? head.endLine : this.#declared.skipLines,
    };
    this.#files.set(table, opened);
    return opened;
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new ExtractError('bad-source', `expected to read ${path}, got ${error.code}`, { cause: error });
  });
  return found?.isFile() ?? false;
}
