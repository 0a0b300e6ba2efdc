// Opens a folder by the section of the policy whose files lie in it.
import type { Engine } from '../engines/engine.ts';
import { ExtractError } from '../extract-error.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { CsvSource, ParquetSource, SourceDeclaration } from '../policy/source-declaration.ts';
import { CsvFolder } from './csv-folder.ts';
import { filesInside } from './files-inside.ts';
import { ParquetFolder } from './parquet-folder.ts';
import { assertNoExtract } from './second-pass.ts';
import type { Source } from './source.ts';

export async function openFolder(
  folder: string,
  declared: SourceDeclaration,
  { engine, refuse, workDir }: { engine: Engine; refuse: RefusePolicy; workDir: string },
): Promise<Source> {
  await assertNoExtract(folder);
  const { csv, parquet } = declared;
  if (csv && (!parquet || (await holdsOnlyCsv(folder, csv, parquet))))
    return new CsvFolder(engine, folder, csv, declared, workDir);
  if (parquet) return new ParquetFolder(engine, folder, parquet, declared);
  throw refuse(['source'], 'expected a csv or a parquet section for a source that is a folder, got neither');
}

/** Where the policy knows both kinds, what lies in the folder decides. */
async function holdsOnlyCsv(folder: string, csv: CsvSource, parquet: ParquetSource): Promise<boolean> {
  const holdsCsv = await holdsAny(
    folder,
    Object.values(csv.files).map(({ file }) => file),
  );
  const holdsParquet = await holdsAny(folder, Object.values(parquet.files));
  if (holdsCsv !== holdsParquet) return holdsCsv;
  throw new ExtractError(
    'bad-source',
    `expected ${folder} to hold the CSV files or the Parquet files of the policy, got ${holdsCsv ? 'both' : 'neither'}; give each kind a folder of its own`,
  );
}

async function holdsAny(folder: string, patterns: readonly string[]): Promise<boolean> {
  for (const pattern of patterns) if ((await filesInside(folder, pattern)).length > 0) return true;
  return false;
}
