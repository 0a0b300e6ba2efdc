// Ranks the dialects in which the files of a folder read as tables.
import type { FileHead } from './read-head.ts';
import { splitRecords, type TrialDialect } from './split-records.ts';

const delimiters = [',', ';', '\t', '|', '^', '~'] as const;
/** Tried only where nothing else fits: a space also stands inside values. */
const lastResorts = [':', ' '] as const;
const quotes = ['"', "'", null] as const;

export type RankedDialect = TrialDialect & {
  /** Records of each file that reads as a table of two or more columns, by file. */
  fitting: ReadonlyMap<string, string[][]>;
  /** Whether no other delimiter splits as many files. */
  sure: boolean;
};

type Trial = TrialDialect & { fitting: Map<string, string[][]>; score: number };

/** Best first; never one in which nothing reads as a table of two columns. */
export function rankDialects(heads: readonly FileHead[]): RankedDialect[] {
  const usual = trials(heads, delimiters);
  const found = usual.length > 0 ? usual : trials(heads, lastResorts);
  const isRival = (a: Trial, b: Trial) => a.delimiter !== b.delimiter && a.fitting.size === b.fitting.size;
  return found.map((trial) => ({ ...trial, sure: !found.some((other) => isRival(trial, other)) }));
}

function trials(heads: readonly FileHead[], among: readonly string[]): Trial[] {
  return among
    .flatMap((delimiter) => quotes.map((quote) => tryDialect(heads, { delimiter, quote })))
    .filter(({ fitting }) => fitting.size > 0)
    .sort((a, b) => b.fitting.size - a.fitting.size || b.score - a.score);
}

function tryDialect(heads: readonly FileHead[], dialect: TrialDialect): Trial {
  const fitting = new Map<string, string[][]>();
  let score = 0;
  for (const { file, text, isWhole } of heads) {
    const records = splitRecords(text, dialect, isWhole);
    const width = records?.[0]?.length ?? 0;
    if (!records || width < 2 || records.some((record) => record.length !== width)) continue;
    fitting.set(file, records);
    score += cleanliness(records, dialect);
  }
  return { ...dialect, fitting, score };
}

/** The share of fields in which no other delimiter and no quote is left over; a comma between digits is part of a number. */
function cleanliness(records: readonly string[][], { delimiter, quote }: TrialDialect): number {
  const fields = records.slice(0, 500).flat();
  const left = new RegExp(
    `[${delimiters
      .filter((each) => each !== delimiter)
      .map((each) => `\\${each}`)
      .join('')}]`,
  );
  const clean = fields.filter((field) => !left.test(field.replaceAll(/\d,\d/g, '')) && !isWrapped(field));
  // Of two that read alike, the usual quote.
  return clean.length / fields.length + (quote === '"' ? 2e-6 : quote === null ? 1e-6 : 0);
}

const isWrapped = (field: string) => /^\s*(["']).*\1\s*$/s.test(field);
