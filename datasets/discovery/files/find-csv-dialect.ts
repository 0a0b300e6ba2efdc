// Finds how the CSV files of a folder are written: candidates in order, each to be proven by a strict reading of whole files.
import { join } from 'node:path';
import { ExtractError } from '../../extract-error.ts';
import type { CsvSource } from '../../policy/source-declaration.ts';
import { guessHeader, type HeaderGuess } from './guess-header.ts';
import { type RankedDialect, rankDialects } from './rank-dialects.ts';
import { type FileHead, readHead } from './read-head.ts';
import { tableEndings, tableFiles } from './table-endings.ts';
import { tableNames } from './table-names.ts';

export type LeftOut = { place: string; reason: string };
export type FoundDialect = { csv: CsvSource; leftOut: LeftOut[]; remarks: string[]; sure: boolean };

/** Best first. Throws ExtractError `bad-source` where no file of the folder reads as a table. */
export async function findCsvDialects(folder: string): Promise<FoundDialect[]> {
  const names = await tableFiles(folder);
  const heads: FileHead[] = [];
  for (const name of names) heads.push(await readHead(join(folder, name), name));
  const ranked = rankDialects(heads);
  const found = ranked.length > 0 ? ranked : lists(heads);
  if (found.length === 0)
    throw new ExtractError(
      'bad-source',
      `expected ${folder} to hold tables as ${tableEndings.join(', ')}, got ${heads.length === 0 ? 'no such file' : 'none that reads as a table with one number of columns throughout'}; check the folder, or write the files again`,
    );
  return found.map((dialect) => declare(dialect, heads));
}

/** Files without any delimiter: lists of one column, and told so. */
function lists(heads: readonly FileHead[]): RankedDialect[] {
  const plain = heads.filter(({ text }) => text.trim() !== '' && !/[,;\t|"]/.test(text));
  const recordsOf = ({ text }: FileHead) =>
    text
      .split(/\r\n|\n|\r/)
      .filter((line) => line !== '')
      .map((line) => [line]);
  if (plain.length === 0) return [];
  return [
    { delimiter: ',', quote: '"', sure: false, fitting: new Map(plain.map((head) => [head.file, recordsOf(head)])) },
  ];
}

function declare({ delimiter, quote, fitting, sure }: RankedDialect, heads: readonly FileHead[]): FoundDialect {
  const guesses = new Map([...fitting].map(([file, records]) => [file, guessHeader(records)]));
  const read = heads.filter(({ file }) => fitting.has(file));
  const encoding = commonest(read.filter(({ isAscii }) => !isAscii).map((head) => head.encoding)) ?? 'utf-8';
  const skipLines = commonest(read.map((head) => head.skipLines)) ?? 0;
  const header = hasHeader([...guesses.values()]);
  const leftOut: LeftOut[] = [];
  const leave = (place: string, reason: string) => leftOut.push({ place, reason });
  const kept = heads.filter((head) => {
    const guess = guesses.get(head.file);
    if (!guess) leave(head.file, `does not read as a table of two or more columns with ${told(delimiter)}`);
    else if (guess.sure && guess.header !== header)
      leave(head.file, header ? 'has no header, unlike the others' : 'has a header, unlike the others');
    else if (!head.isAscii && head.encoding !== encoding) leave(head.file, `is in ${head.encoding}, unlike the others`);
    else if (head.skipLines !== skipLines)
      leave(head.file, `begins with ${head.skipLines} lines before its first record, the others with ${skipLines}`);
    else return true;
    return false;
  });
  const named = tableNames(kept.map(({ file }) => file));
  // Where a name is missing or comes twice, the header is passed over and all names stand in the policy.
  const isMended = header && kept.some(({ file }) => guesses.get(file)?.names);
  const files = kept.map(({ file }, at) => {
    const [first = []] = fitting.get(file) ?? [];
    const numbered = first.map((_, position) => `column_${position + 1}`);
    const columns = header ? (guesses.get(file)?.names ?? first) : numbered;
    return [named[at] ?? file, header && !isMended ? { file } : { file, columns: [...columns] }] as const;
  });
  const headerSure = [...guesses.values()].some((guess) => guess.sure && guess.header === header);
  const encodingSure = read.every((head) => head.sure || head.encoding !== encoding);
  return {
    csv: {
      delimiter,
      quote,
      encoding,
      header: header && !isMended,
      skipLines: isMended ? skipLines + 1 : skipLines,
      // An empty text says no more than nothing does, whether or not it stands in quotes.
      quotedNulls: quote !== null,
      files: Object.fromEntries(files),
    },
    leftOut,
    sure: sure && headerSure && encodingSure,
    remarks: [
      `fields parted by ${told(delimiter)}${sure ? '' : ' (another delimiter reads as well: look at it)'}, ${quote === null ? 'never quoted' : `quoted by ${quote}`}`,
      `encoding ${encoding}${encodingSure ? '' : ' by the look of its letters (look at them)'}`,
      `${header ? 'the first record names the columns' : 'no header: columns are numbered'}${headerSure ? '' : ' (words stand above words: look at it)'}`,
      ...(isMended ? ['a column of the header has no name of its own: names are given here instead'] : []),
      ...(skipLines > 0 ? [`${skipLines} lines passed over at the start`] : []),
      ...(read.some(({ file }) => fitting.get(file)?.[0]?.length === 1)
        ? ['one column only: no delimiter was found']
        : []),
    ],
  };
}

/** Who is sure decides; where nobody is, most. */
function hasHeader(guesses: readonly HeaderGuess[]): boolean {
  const sure = guesses.filter((guess) => guess.sure);
  const voters = sure.length > 0 ? sure : guesses;
  return voters.filter(({ header }) => header).length * 2 >= voters.length;
}

function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const spoken: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  ' ': 'spaces',
  ':': 'colons',
};
const told = (delimiter: string) => spoken[delimiter] ?? delimiter;
