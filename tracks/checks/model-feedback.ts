// Checks feedback on a model's outputs: can a builder reproduce each entry, does it say what should have happened.
import { z } from 'zod';
import { declareCheck, type ExtractShape } from '../check.ts';
import { Findings } from '../findings.ts';
import { closest } from '../formats/closest.ts';
import { holdToShape } from '../formats/hold-to-shape.ts';
import { parseJsonLines } from '../formats/json.ts';
import { wordOverlap } from '../formats/similarity.ts';
import { decodeText, wordsOf } from '../formats/text.ts';

const Parameters = z.strictObject({
  file: z.string(),
  categories: z.array(z.string()).min(2),
  /** The category for outputs that were right where people doubted them: who only complains has not looked. */
  goodCategory: z.string(),
  minEntries: z.int().min(1),
  minEvidenceWords: z.int().min(1),
  minExpectedWords: z.int().min(1),
  smallestCell: z.int().min(1),
});
type Parameters = z.infer<typeof Parameters>;

const Entry = z.strictObject({
  id: z.string().regex(/^F\d+$/, 'expected F with a number, for example F1'),
  category: z.string(),
  columns: z.array(z.string()).min(1, 'expected at least one table.column that shows it'),
  cases: z.int('expected how many cases show it, as a whole number').min(0),
  of: z.int('expected how many cases were looked at, as a whole number').min(1),
  what_wrong: z.string(),
  evidence: z.string(),
  expected: z.string(),
});
type Entry = z.infer<typeof Entry> & { line: number };

/** What cannot be acted on: it asks for better without saying what better is. */
const emptyWish =
  /\b(more accurate|better accuracy|improve the (model|score|rule)|retrain(ed)?|fix the (model|score|rule)|should be (right|correct|better))\b/i;

/** Two entries with this share of words in common say the same thing. */
const repeatedOverlap = 0.8;

export const modelFeedback = declareCheck(Parameters, ({ files, parameters, extract }) => {
  const findings = new Findings();
  const path = parameters.file;
  const { entries: lines, problems } = parseJsonLines(decodeText(files.get(path) ?? new Uint8Array()) ?? '');
  for (const { line, message } of problems)
    findings.refuse('notJsonLines', { path, line }, `${path} line ${line}: ${message}.`);
  const entries: Entry[] = [];
  for (const { line, value } of lines) {
    const entry = holdToShape(findings, Entry, value, { path, lineOf: () => line });
    if (entry) entries.push({ ...entry, line });
  }
  for (const entry of entries) {
    lookAtEntry(findings, entry, parameters);
    lookAtColumns(findings, entry, path, extract);
  }
  lookAtWhole(findings, entries, lines.length, parameters);
  if (extract.tables.length > 0) return findings.result();
  findings.advise(
    'extractUnknown',
    { path },
    'The tables of the extract are not known here, so the columns that entries name were not checked.',
  );
  const { outcome, findings: found } = findings.result();
  return { outcome: outcome === 'failed' ? 'failed' : 'notRun', findings: found };
});

function lookAtEntry(findings: Findings, entry: Entry, wanted: Parameters) {
  const { line, id, cases, of } = entry;
  const place = { path: wanted.file, line };
  const at = `${wanted.file} line ${line}, ${id}`;
  if (!wanted.categories.includes(entry.category)) {
    const near = closest(entry.category, wanted.categories);
    findings.refuse(
      'unknownCategory',
      place,
      `${at}: category "${entry.category}" is none of ${wanted.categories.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`,
    );
  }
  const words = wordsOf(entry.evidence).length;
  if (words < wanted.minEvidenceWords) {
    findings.refuse(
      'thinEvidence',
      place,
      `${at}: the evidence has ${words} words, at least ${wanted.minEvidenceWords} are needed. Say which cases, compared with which others, and what happened to them.`,
    );
  } else if (!/\d/.test(entry.evidence)) {
    findings.refuse(
      'evidenceWithoutFigures',
      place,
      `${at}: the evidence holds no figure. A builder has to find the same number again before changing anything.`,
    );
  }
  if (wordsOf(entry.what_wrong).length < 5)
    findings.refuse(
      'thinStatement',
      place,
      `${at}: "${entry.what_wrong}" does not say what happened. Use a sentence: what the output said, what was true.`,
    );
  const expectedWords = wordsOf(entry.expected).length;
  if (expectedWords < wanted.minExpectedWords || emptyWish.test(entry.expected)) {
    const found =
      expectedWords < wanted.minExpectedWords ? `${expectedWords} words` : 'only the wish that it be better';
    findings.refuse(
      'noExpectedBehaviour',
      place,
      `${at}: "expected" holds ${found}. Say what the output should have been for these cases, so that a test can be written from it.`,
    );
  }
  if (cases > of)
    findings.refuse(
      'countAboveDenominator',
      place,
      `${at}: ${cases} of ${of} cases cannot be. "of" counts all cases looked at, "cases" those that show it.`,
    );
  else if (cases < wanted.smallestCell) {
    findings.refuse(
      'smallCell',
      place,
      `${at}: ${cases} cases. Below ${wanted.smallestCell} it may be chance, and people can be singled out: widen the segment.`,
    );
  }
}

function lookAtColumns(findings: Findings, { line, id, columns }: Entry, path: string, extract: ExtractShape) {
  if (extract.tables.length === 0) return;
  const known = extract.tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column}`));
  for (const column of columns) {
    if (known.some((each) => each.toLowerCase() === column.toLowerCase())) continue;
    const near =
      known.find((each) => each.toLowerCase().endsWith(`.${column.toLowerCase()}`)) ?? closest(column, known);
    const hint = near ? ` Did you mean "${near}"?` : ' Write table.column as on the SQL page.';
    findings.refuse(
      'unknownColumn',
      { path, line },
      `${path} line ${line}, ${id}: the extract has no "${column}".${hint}`,
    );
  }
}

function lookAtWhole(findings: Findings, entries: readonly Entry[], written: number, wanted: Parameters) {
  const path = wanted.file;
  if (written < wanted.minEntries) {
    findings.refuse(
      'tooFewEntries',
      { path },
      `${path} holds ${written} entries, at least ${wanted.minEntries} are needed. Look at another segment, or at cases where people and advice disagreed.`,
    );
  }
  entries.forEach((entry, position) => {
    for (const earlier of entries.slice(0, position)) {
      const { line } = entry;
      if (earlier.id === entry.id)
        findings.refuse(
          'repeatedId',
          { path, line },
          `${path} line ${line}: ${entry.id} stands already on line ${earlier.line}. Number the entries on.`,
        );
      else if (
        wordOverlap(`${earlier.what_wrong} ${earlier.evidence}`, `${entry.what_wrong} ${entry.evidence}`) >=
        repeatedOverlap
      ) {
        findings.refuse(
          'repeatedEntry',
          { path, line },
          `${path} line ${line}: ${entry.id} says what ${earlier.id} says. Merge them, or show what is different.`,
        );
      }
    }
  });
  if (entries.length === written && written > 0 && !entries.some((entry) => entry.category === wanted.goodCategory)) {
    findings.refuse(
      'noGoodOutput',
      { path },
      `${path}: no entry of category "${wanted.goodCategory}". Show at least one group for which the output was right and people overruled it: a builder has to know what to keep.`,
    );
  }
}
