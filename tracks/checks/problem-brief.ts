// Checks a problem brief: problem before solution, a decision with an actor, segments with denominators that add up.
import { z } from 'zod';
import { declareCheck } from '../check.ts';
import { Findings } from '../findings.ts';
import { closest } from '../formats/closest.ts';
import { type MarkdownSection, type MarkdownTable, parseMarkdown } from '../formats/markdown.ts';
import { parseFigure } from '../formats/number.ts';
import { decodeText, plain, wordsOf } from '../formats/text.ts';

const Parameters = z.strictObject({
  file: z.string(),
  /** In the order in which they have to stand. */
  sections: z.array(z.strictObject({ heading: z.string(), minWords: z.int().min(1) })).min(2),
  /** The section that says who will decide differently. */
  decision: z.strictObject({
    heading: z.string(),
    actors: z.array(z.string()).min(1),
    actions: z.array(z.string()).min(1),
  }),
  table: z.strictObject({
    heading: z.string(),
    segment: z.string(),
    count: z.string(),
    denominator: z.string(),
    share: z.string(),
    amount: z.string(),
    minSegments: z.int().min(2),
    smallestCell: z.int().min(1),
    /** First cell of the row that sums the others. */
    total: z.string(),
  }),
  /** Names of techniques: none belongs before the problem is told. */
  techniques: z.array(z.string()),
});
type Parameters = z.infer<typeof Parameters>;

/** Half a percentage point in the last printed digit is rounding; more is an error. */
const shareTolerance = 0.00051;

export const problemBrief = declareCheck(Parameters, ({ files, parameters }) => {
  const findings = new Findings();
  const path = parameters.file;
  const text = decodeText(files.get(path) ?? new Uint8Array());
  const sections = parseMarkdown(text ?? '');
  lookAtSections(findings, sections, parameters);
  lookAtDecision(findings, sections, parameters);
  lookAtTable(findings, sections, parameters);
  lookForTechniques(findings, sections, parameters);
  return findings.result();
});

function sectionOf(sections: readonly MarkdownSection[], heading: string): MarkdownSection | undefined {
  return sections.find((section) => plain(section.heading) === plain(heading));
}

function lookAtSections(
  findings: Findings,
  sections: readonly MarkdownSection[],
  { file: path, sections: wanted }: Parameters,
) {
  let lastLine = 0;
  for (const { heading, minWords } of wanted) {
    const section = sectionOf(sections, heading);
    if (!section) {
      const near = closest(heading, sections.map((each) => each.heading).filter(Boolean));
      const hint = near ? ` You may have meant it by "${near}".` : '';
      findings.refuse('missingSection', { path }, `${path} has no section "## ${heading}". Add it.${hint}`);
      continue;
    }
    const { line } = section;
    if (line < lastLine) {
      const order = wanted.map((each) => each.heading).join(' → ');
      findings.refuse(
        'sectionOrder',
        { path, line },
        `${path} line ${line}: "${heading}" comes too late. The reader needs: ${order}.`,
      );
    }
    lastLine = Math.max(lastLine, line);
    const words = wordsOf(section.prose).length;
    if (words < minWords) {
      const message = `${path} line ${line}: "${heading}" has ${words} words, at least ${minWords} are needed. Say it in whole sentences.`;
      findings.refuse('thinSection', { path, line }, message);
    }
  }
}

function lookAtDecision(
  findings: Findings,
  sections: readonly MarkdownSection[],
  { file: path, decision }: Parameters,
) {
  const section = sectionOf(sections, decision.heading);
  if (!section) return;
  const { line } = section;
  const prose = section.prose.toLowerCase();
  const names = (words: readonly string[]) => words.some((word) => prose.includes(word.toLowerCase()));
  if (!names(decision.actors)) {
    const message = `${path} line ${line}: "${decision.heading}" names nobody who decides. Say who: for example ${decision.actors.slice(0, 3).join(', ')}.`;
    findings.refuse('decisionWithoutActor', { path, line }, message);
  }
  if (!names(decision.actions)) {
    const message = `${path} line ${line}: "${decision.heading}" names no act that would change. Say which of ${decision.actions.join(', ')}, and when.`;
    findings.refuse('decisionWithoutAction', { path, line }, message);
  }
}

function lookForTechniques(
  findings: Findings,
  sections: readonly MarkdownSection[],
  { file: path, sections: wanted, techniques }: Parameters,
) {
  const first = sectionOf(sections, wanted[0]?.heading ?? '');
  const named = techniques.find((technique) => first?.prose.toLowerCase().includes(technique.toLowerCase()));
  if (!first || named === undefined) return;
  const message = `${path} line ${first.line}: "${first.heading}" already speaks of ${named}. Tell what goes wrong without any technique; a technique may be proposed once the loss is sized.`;
  findings.refuse('solutionFirst', { path, line: first.line }, message);
}

function lookAtTable(
  findings: Findings,
  sections: readonly MarkdownSection[],
  { file: path, table: wanted }: Parameters,
) {
  const section = sectionOf(sections, wanted.heading);
  if (!section) return;
  const columns = [wanted.segment, wanted.count, wanted.denominator, wanted.share, wanted.amount];
  const table = section.tables[0];
  if (!table) {
    const message = `${path} line ${section.line}: "${wanted.heading}" has no table. Add one with the columns ${columns.join(' | ')}, one line a segment.`;
    findings.refuse('missingTable', { path, line: section.line }, message);
    return;
  }
  const header = table.header.map(plain);
  const lacking = columns.filter((column) => !header.includes(plain(column)));
  if (lacking.length > 0) {
    const message = `${path} line ${table.line}: the table lacks ${lacking.map((each) => `"${each}"`).join(', ')}. Without count and denominator nobody can tell ten cases of twenty from ten of ten thousand.`;
    findings.refuse('missingColumn', { path, line: table.line }, message);
    return;
  }
  lookAtRows(findings, table, path, wanted);
}

type Row = { line: number; segment: string; count: number; denominator: number; amount: number };

function lookAtRows(findings: Findings, table: MarkdownTable, path: string, wanted: Parameters['table']) {
  const header = table.header.map(plain);
  const rows: Row[] = [];
  for (const { line, cells } of table.rows) {
    const cell = (column: string) => cells[header.indexOf(plain(column))] ?? '';
    const figure = (column: string) => {
      const value = parseFigure(cell(column));
      if (value === undefined)
        findings.refuse(
          'notAFigure',
          { path, line },
          `${path} line ${line}: "${cell(column)}" under "${column}" is not a figure.`,
        );
      return value;
    };
    const [count, denominator, share, amount] = [
      figure(wanted.count),
      figure(wanted.denominator),
      figure(wanted.share),
      figure(wanted.amount),
    ];
    if (count === undefined || denominator === undefined || share === undefined || amount === undefined) continue;
    const row = { line, segment: cell(wanted.segment), count, denominator, amount };
    rows.push(row);
    lookAtRow(findings, path, row, share, wanted);
  }
  const total = rows.find((row) => plain(row.segment) === plain(wanted.total));
  const segments = rows.filter((row) => row !== total);
  if (segments.length < wanted.minSegments) {
    const message = `${path} line ${table.line}: ${segments.length} segments with figures, at least ${wanted.minSegments} are needed to see where the loss sits.`;
    findings.refuse('tooFewSegments', { path, line: table.line }, message);
  }
  if (!total) {
    const message = `${path} line ${table.line}: no row "${wanted.total}". Add the sum of all segments, so that a reader sees that nothing is left out.`;
    findings.refuse('missingTotal', { path, line: table.line }, message);
    return;
  }
  for (const field of ['count', 'denominator', 'amount'] as const) {
    const sum = segments.reduce((all, row) => all + row[field], 0);
    // Amounts are often printed rounded, counts never.
    const allowed = field === 'amount' ? Math.abs(total.amount) * 0.01 : 0;
    if (Math.abs(sum - total[field]) <= allowed) continue;
    const message = `${path} line ${total.line}: "${wanted[field]}" adds up to ${sum} over the segments, but "${wanted.total}" says ${total[field]}. Segments must not overlap or leave anyone out.`;
    findings.refuse('totalDoesNotAddUp', { path, line: total.line }, message);
  }
}

function lookAtRow(findings: Findings, path: string, row: Row, share: number, wanted: Parameters['table']) {
  const { line, segment, count, denominator } = row;
  const at = `${path} line ${line}, "${segment}"`;
  if (count > denominator || denominator <= 0) {
    findings.refuse(
      'countAboveDenominator',
      { path, line },
      `${at}: ${count} of ${denominator} cannot be. Check both figures.`,
    );
    return;
  }
  const smallest = Math.min(count, denominator);
  if (smallest < wanted.smallestCell) {
    const message = `${at}: a cell of ${smallest}. Below ${wanted.smallestCell} people can be singled out and a rate means nothing; merge the segment with a neighbour.`;
    findings.refuse('smallCell', { path, line }, message);
  }
  if (Math.abs(share - count / denominator) > shareTolerance) {
    const right = ((100 * count) / denominator).toFixed(1);
    findings.refuse(
      'shareDoesNotMatch',
      { path, line },
      `${at}: ${count} of ${denominator} is ${right} %, not ${(100 * share).toFixed(1)} %. Compute it again.`,
    );
  }
}
