// A folder of CSV files as a source.
import { join } from 'node:path';
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import type { Engine } from '../engines/engine.ts';
import { ExtractError } from '../extract-error.ts';
import type { CsvSource, Spelling } from '../policy/source-declaration.ts';
import { readCsvHead } from './csv-head.ts';
import { filesInside } from './files-inside.ts';
import type { EngineTable, Source } from './source.ts';
import { type SourceSchema, type SourceTable, tableOfFile } from './source-schema.ts';
import { asUtf8File, withoutStart } from './utf8-file.ts';

type OpenFile = { path: string; label: string; header: string[]; skipLines: number };

export class CsvFolder implements Source {
  readonly #engine: Engine;
  readonly #folder: string;
  readonly #declared: CsvSource;
  readonly #spelling: Spelling;
  readonly #workDir: string;
  readonly #files = new Map<string, OpenFile>();

  /** `workDir` is private to this run: files in other encodings are rewritten there. */
  constructor(engine: Engine, folder: string, declared: CsvSource, spelling: Spelling, workDir: string) {
    this.#engine = engine;
    this.#folder = folder;
    this.#declared = declared;
    this.#spelling = spelling;
    this.#workDir = workDir;
  }

  async describe(): Promise<SourceSchema> {
    const tables: SourceTable[] = [];
    for (const name of Object.keys(this.#declared.files).sort()) {
      const file = await this.#open(name);
      if (file) tables.push(tableOfFile(name, file.header.map(textColumn)));
    }
    return { kind: 'csv', tables, views: [] };
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    return (await this.#open(table))?.header;
  }

  async load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number> {
    const file = await this.#open(table);
    if (!file) throw new ExtractError('bad-source', `expected a file for table ${table}, got none`);
    const { delimiter, quote, quotedNulls } = this.#declared;
    const { nulls, dateFormat, timestampFormat, centuryFrom, decimalMark } = this.#spelling;
    const spelling = { nulls, dateFormat, timestampFormat, centuryFrom, decimalMark };
    return this.#engine.loadCsv({
      table: into.name,
      file: file.path,
      label: file.label,
      dialect: {
        ...spelling,
        delimiter,
        quote,
        escape: this.#declared.escape ?? null,
        quotedNulls,
        backslashes: false,
        skipLines: file.skipLines,
        header: this.#declared.header,
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
    const [original, ...others] = await filesInside(this.#folder, declared.file);
    if (original === undefined) return undefined;
    if (others.length > 0)
      throw new ExtractError('bad-source', `expected one file for table ${table}, got several for ${declared.file}`);
    const { encoding } = this.#declared;
    const whole = await asUtf8File(original, encoding, join(this.#workDir, `${table}.utf8.csv`), declared.file);
    const head = await readCsvHead(whole, this.#declared, declared.file);
    const path = head.quoteBefore
      ? await withoutStart(whole, head.startByte, join(this.#workDir, `${table}.cut.csv`))
      : whole;
    const header = this.#declared.header ? head.fields : (declared.columns ?? []);
    const opened = {
      path,
      label: declared.file,
      header,
      skipLines: head.quoteBefore ? 0 : this.#declared.skipLines,
    };
    this.#files.set(table, opened);
    return opened;
  }
}

const textColumn = (name: string) => ({
  name,
  nativeType: 'text',
  type: 'text' as const,
  nullable: true,
  comment: null,
});
