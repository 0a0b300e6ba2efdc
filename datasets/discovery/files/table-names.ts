// Gives files the names of tables.
import { extname } from 'node:path';

/** Letters, digits and underscores, distinct in more than case, in the order of the files. */
export function tableNames(files: readonly string[]): string[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const stem = file
      .slice(0, file.length - extname(file).length)
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '');
    const plain = (/^[A-Za-z_]/.test(stem) ? stem : `t_${stem}`).slice(0, 58);
    let name = plain;
    for (let turn = 2; taken.has(name.toLowerCase()); turn++) name = `${plain}_${turn}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
