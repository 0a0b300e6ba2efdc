// The tables of a sealed extract on this machine, as its manifest lists them.
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { ExtractManifest, type ManifestTable } from '../../../../datasets/seal/manifest.ts';
import { Problem } from '../../../problems.ts';
import { readJson } from './whole-file.ts';

/** Each table with the absolute path of its file. Throws `extract-not-sealed` when the manifest or a file is not there. */
export async function listExtractTables(folder: string): Promise<(ManifestTable & { path: string })[]> {
  const manifest = await readJson(join(folder, 'manifest.json'), ExtractManifest);
  if (!manifest)
    throw new Problem('extract-not-sealed', 'The extract of this sandbox is not on this machine any more.');
  const tables = manifest.tables.map((table) => ({ ...table, path: join(folder, table.file) }));
  for (const table of tables) {
    await access(table.path, constants.R_OK).catch((cause: unknown) => {
      throw new Problem('extract-not-sealed', `The extract of this sandbox lacks the file of ${table.name}.`, {
        cause,
      });
    });
  }
  return tables;
}
