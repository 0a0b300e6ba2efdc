// Words that the project does not have: in names of files and folders, and one figure that it refuses to report.
import type { SourceTree } from '../source-tree.ts';

const FOLDERS = new Set(['shared', 'lib', 'libs', 'util', 'utils', 'common']);
const FILE_WORDS = /^(util|helper|common|shared|misc|manager|handler|processor|base|impl)s?$/;
/** It finds the data sets that lie in a folder of that name. */
const NAMED_FOR_A_FOLDER = new Set(['test/shared-data.ts']);

/** Folders where code gathers that has no home, and file names that hide a missing idea (STYLE). */
export function hasHomelessNames(tree: SourceTree): string[] {
  return [...tree.keys()].flatMap((path) => {
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    const folder = folders.find((name) => FOLDERS.has(name));
    const word = file.split(/[-._]/).find((part) => FILE_WORDS.test(part));
    return [
      ...(folder ? [`${path}: no folder may be named ${folder}`] : []),
      ...(word && !NAMED_FOR_A_FOLDER.has(path) ? [`${path}: the word ${word} hides what the file is`] : []),
    ];
  });
}

const COMPLETION = /complet(ion|ed)[ _-]?(rate|pct|percent)/i;

/** The programme reports capability, never completion: no identifier, route, column or text may name such a figure. */
export function namesCompletionFigures(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    // This rule's own tests must be able to say the word.
    if (path.startsWith('test/architecture/') || path.endsWith('.md')) return [];
    return [path, ...text.split('\n')].flatMap((line, index) => {
      const found = COMPLETION.exec(line);
      return found ? [`${path}:${index} says "${found[0]}": no completion rate exists anywhere`] : [];
    });
  });
}
