// Which files of a folder may be tables of text.
import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';

export const tableEndings = ['.csv', '.tsv', '.tab', '.psv', '.txt', '.asc', '.dat', '.data'];

/** In the order of their names; papers that lie beside data are none. */
export async function tableFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/^(readme|licen[cs]e|\.)/i.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => tableEndings.includes(extname(name).toLowerCase()))
    .sort();
}
