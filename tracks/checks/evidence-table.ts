// Holds an evidence table against the queries it comes from: denominators, shares, no small cells, something to compare.
import type { Findings } from '../findings.ts';
import { type CsvRecord, parseCsv } from '../formats/csv.ts';

type Wanted = { evidence: string; queries: string; smallestCell: number };

const columns = ['query', 'segment', 'n', 'denominator', 'share'] as const;
/** Half a unit in the third decimal is rounding; more is an error. */
const shareTolerance = 0.00051;

export function lookAtEvidence(
  findings: Findings,
  text: string,
  labels: ReadonlySet<string>,
  { evidence: path, queries, smallestCell }: Wanted,
) {
  const { header, records, problems } = parseCsv(text);
  for (const { line, message } of problems)
    findings.refuse('notCsv', { path, line }, `${path} line ${line}: ${message}.`);
  const lacking = columns.filter((column) => !header.includes(column));
  if (problems.length === 0 && lacking.length > 0) {
    const why = lacking.includes('denominator')
      ? ' A count without its denominator is no evidence: 40 cases of 50 and 40 of 5,000 tell opposite stories.'
      : '';
    findings.refuse(
      'missingColumn',
      { path, line: 1 },
      `${path} line 1: column ${lacking.map((each) => `"${each}"`).join(', ')} is missing; expected ${columns.join(',')}.${why}`,
    );
  }
  if (lacking.length > 0) return;
  const segments = new Map<string, Set<string>>();
  for (const record of records) {
    const cell = (column: (typeof columns)[number]) => record.cells[header.indexOf(column)] ?? '';
    const { line } = record;
    const label = cell('query').toUpperCase();
    if (!labels.has(label)) {
      findings.refuse(
        'evidenceWithoutQuery',
        { path, line },
        `${path} line ${line}: no query named "${cell('query')}" in ${queries}. Name the query that this row comes from.`,
      );
    }
    const known = segments.get(label) ?? new Set<string>();
    if (known.has(cell('segment')))
      findings.refuse(
        'repeatedSegment',
        { path, line },
        `${path} line ${line}: segment "${cell('segment')}" of ${label} stands here a second time.`,
      );
    segments.set(label, known.add(cell('segment')));
    lookAtRecord(findings, record, path, smallestCell, [cell('n'), cell('denominator'), cell('share')]);
  }
  for (const label of labels) {
    const count = segments.get(label)?.size ?? 0;
    if (count >= 2) continue;
    const found = count === 0 ? 'no row' : 'a single segment';
    findings.refuse(
      'nothingToCompare',
      { path },
      `${path}: ${found} for ${label}. Add the segment that you compare with, at least the rest of the portfolio.`,
    );
  }
}

function lookAtRecord(
  findings: Findings,
  { line }: CsvRecord,
  path: string,
  smallestCell: number,
  [nText, ofText, shareText]: [string, string, string],
) {
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : undefined);
  const n = whole(nText);
  const of = whole(ofText);
  if (n === undefined || of === undefined) {
    findings.refuse(
      'notAFigure',
      { path, line },
      `${path} line ${line}: n "${nText}" of denominator "${ofText}": both have to be whole numbers without separators.`,
    );
    return;
  }
  if (of === 0 || n > of) {
    findings.refuse(
      'countAboveDenominator',
      { path, line },
      `${path} line ${line}: ${n} of ${of} cannot be. Check what each of them counts.`,
    );
    return;
  }
  if (n < smallestCell) {
    findings.refuse(
      'smallCell',
      { path, line },
      `${path} line ${line}: a cell of ${n}. Below ${smallestCell} people can be singled out and a share means nothing; merge the segment with a neighbour.`,
    );
  } else if (of - n > 0 && of - n < smallestCell) {
    findings.advise(
      'smallRemainder',
      { path, line },
      `${path} line ${line}: ${n} of ${of} leaves ${of - n} cases, which can be singled out by subtraction. Merge the segment if you publish it.`,
    );
  }
  const share = Number(shareText);
  if (!/^\d*\.?\d+$/.test(shareText) || share > 1) {
    findings.refuse(
      'notAFigure',
      { path, line },
      `${path} line ${line}: share "${shareText}" has to be a fraction between 0 and 1, such as ${(n / of).toFixed(4)}.`,
    );
  } else if (Math.abs(share - n / of) > shareTolerance) {
    findings.refuse(
      'shareDoesNotMatch',
      { path, line },
      `${path} line ${line}: ${n} of ${of} is ${(n / of).toFixed(4)}, not ${shareText}. Compute it again.`,
    );
  }
}
