// Parquet files as DuckDB reads them: several parts of one schema, one after another.
import { ExtractError } from '../../extract-error.ts';
import type { ParquetDescription, ParquetLoad } from '../engine.ts';
import { loadNative, type Session } from './load-native.ts';
import { declarableType } from './native-types.ts';
import { quotePath } from './quote.ts';

/** Throws ExtractError `bad-source` for what is no Parquet, and for parts whose columns differ. */
export async function describeParquet(
  session: Session,
  { files, label }: { files: readonly string[]; label: string },
): Promise<ParquetDescription> {
  return translating(label, async () => {
    await assertOneSchema(session, files, label);
    const described = await session.read(`DESCRIBE SELECT * FROM ${reading(files)}`);
    const [[rows] = []] = await session.read(
      `SELECT CAST(sum(num_rows) AS BIGINT) FROM parquet_file_metadata(${list(files)})`,
    );
    const metadata = await session.read(
      `SELECT DISTINCT CAST(key AS VARCHAR), CAST(value AS VARCHAR) FROM parquet_kv_metadata(${list(files)})`,
    );
    return {
      rows: BigInt(rows ?? 0),
      columns: described.map(([name, nativeType]) => ({
        name: String(name),
        nativeType: String(nativeType),
        type: declarableType(String(nativeType)),
        nullable: true,
        comment: null,
      })),
      metadata: metadata.map(([key, value]) => [String(key), String(value)]),
    };
  });
}

export async function loadParquet(session: Session, load: ParquetLoad): Promise<number> {
  return translating(load.label, async () => {
    const described = await session.read(`DESCRIBE SELECT * FROM ${reading(load.files)}`);
    const types = new Map(described.map(([name, nativeType]) => [String(name), String(nativeType)]));
    return loadNative(session, load, { from: reading(load.files), types });
  });
}

const list = (files: readonly string[]) => `[${files.map(quotePath).join(', ')}]`;

/** Only what the files hold: no column made of a folder's name, none of the file's. */
const reading = (files: readonly string[]) => `read_parquet(${list(files)}, hive_partitioning=false)`;

/** The engine would cast later parts to the types of the first, and round 1.7 to 2 without a word. */
async function assertOneSchema(session: Session, files: readonly string[], label: string): Promise<void> {
  const schemas = await session.read(
    `SELECT file_name, string_agg(concat_ws(' ', name, type, type_length, num_children, converted_type, scale, "precision", logical_type), ', ' ORDER BY column_id)
     FROM parquet_schema(${list(files)}) WHERE column_id > 0 GROUP BY file_name`,
  );
  const byFile = new Map(schemas.map(([file, columns]) => [String(file), columns]));
  const first = byFile.get(files[0] ?? '');
  const odd = files.findIndex((file) => byFile.get(file) !== first);
  if (odd >= 0)
    throw new ExtractError(
      'bad-source',
      `${label}: expected parts with the same columns and types, got others in part ${odd + 1} of ${files.length}; write all parts with one schema`,
    );
}

/** A file that is no Parquet, or a broken one, is the source's fault; its own words may hold values. */
async function translating<T>(label: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const told = error instanceof ExtractError && error.code === 'engine-failed' ? String(error.cause) : '';
    if (!/parquet|magic bytes|thrift|snappy|zstd|decompress|corrupt|end of file|could not read/i.test(told))
      throw error;
    throw new ExtractError(
      'bad-source',
      `${label}: expected Parquet, got a file that is none or is cut off; write it again`,
    );
  }
}
