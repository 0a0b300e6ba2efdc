// Checks a governor's findings: every clause judged, every judgement backed by a quoted line, every gap owned and dated.
import { z } from 'zod';
import { declareCheck } from '../check.ts';
import { Findings } from '../findings.ts';
import { closest } from '../formats/closest.ts';
import { parseCsv } from '../formats/csv.ts';
import { linesAt } from '../formats/source-line.ts';
import { decodeText, plain, wordsOf } from '../formats/text.ts';

const Parameters = z.strictObject({
  file: z.string(),
  clauses: z.array(z.string()).min(1),
  severities: z.array(z.string()).min(2),
  /** Vocabulary of rules that no longer apply, and what to say instead. */
  superseded: z.array(z.strictObject({ term: z.string(), say: z.string() })),
});
type Parameters = z.infer<typeof Parameters>;

const columns = [
  'id',
  'clause_id',
  'status',
  'severity',
  'condition',
  'evidence_ref',
  'evidence_quote',
  'consequence',
  'recommendation',
  'owner',
  'due',
] as const;
type Row = Record<(typeof columns)[number], string> & { line: number };

const statuses = ['met', 'gap', 'not-applicable'];
/** An owner is a role or a unit that can be asked on the due day. */
const nobody = /^(team|the team|everyone|all|someone|n\/?a|none|bank|the bank|-|\?)$/i;
/** Shorter quotes are found anywhere and prove nothing. */
const shortestQuote = 12;

export const documentationGaps = declareCheck(Parameters, ({ files, task, parameters }) => {
  const findings = new Findings();
  const path = parameters.file;
  const { header, records, problems } = parseCsv(decodeText(files.get(path) ?? new Uint8Array()) ?? '');
  for (const { line, message } of problems)
    findings.refuse('notCsv', { path, line }, `${path} line ${line}: ${message}.`);
  const lacking = columns.filter((column) => !header.includes(column));
  if (lacking.length > 0) {
    if (problems.length === 0)
      findings.refuse(
        'missingColumn',
        { path, line: 1 },
        `${path} line 1: column ${lacking.map((each) => `"${each}"`).join(', ')} is missing; expected ${columns.join(',')}.`,
      );
    return findings.result();
  }
  const rows = records.map(({ line, cells }) => {
    const entries = columns.map((column) => [column, cells[header.indexOf(column)] ?? '']);
    return { ...Object.fromEntries(entries), line } as Row;
  });
  const documents = new Map(task.materials.map((material) => [material.path, material.text]));
  for (const row of rows) {
    lookAtVerdict(findings, row, parameters);
    lookAtEvidence(findings, row, path, documents);
    for (const { term, say } of parameters.superseded)
      if (`${row.condition} ${row.consequence} ${row.recommendation}`.includes(term))
        findings.advise(
          'supersededRule',
          { path, line: row.line },
          `${path} line ${row.line}: ${term} no longer applies. ${say}`,
        );
  }
  lookAtWhole(findings, rows, parameters);
  return findings.result();
});

function lookAtVerdict(findings: Findings, row: Row, { file: path, clauses, severities }: Parameters) {
  const { line } = row;
  const place = { path, line };
  const at = `${path} line ${line}, ${row.id || 'no id'}`;
  if (!clauses.includes(row.clause_id)) {
    const near = closest(row.clause_id, clauses);
    findings.refuse(
      'unknownClause',
      place,
      `${at}: "${row.clause_id}" is not one of this task's clauses.${near ? ` Did you mean "${near}"?` : ` They are ${clauses.join(', ')}.`}`,
    );
  }
  if (!statuses.includes(row.status)) {
    findings.refuse(
      'unknownStatus',
      place,
      `${at}: status "${row.status}" is none of ${statuses.join(', ')}. A clause that was not looked at may not look like one that was.`,
    );
  }
  if (wordsOf(row.condition).length < 5)
    findings.refuse(
      'thinCondition',
      place,
      `${at}: "${row.condition}" does not say what the documents show. Use a sentence.`,
    );
  if (row.status !== 'gap') return;
  if (!severities.includes(row.severity))
    findings.refuse('unknownSeverity', place, `${at}: severity "${row.severity}" is none of ${severities.join(', ')}.`);
  if (wordsOf(row.consequence).length < 5)
    findings.refuse(
      'noConsequence',
      place,
      `${at}: say what this gap can do, to whom: a loss, a wrong decision, a breach. Without it the severity cannot be judged.`,
    );
  if (wordsOf(row.recommendation).length < 5)
    findings.refuse(
      'noRecommendation',
      place,
      `${at}: say what would close the gap, so that its closing can be tested.`,
    );
  if (row.owner === '' || nobody.test(row.owner))
    findings.refuse('noOwner', place, `${at}: owner "${row.owner}" is nobody who can be asked. Name one role.`);
  if (!z.iso.date().safeParse(row.due).success)
    findings.refuse('noDueDay', place, `${at}: due "${row.due}" is no day. Write it as 2026-12-31.`);
}

function lookAtEvidence(findings: Findings, row: Row, path: string, documents: ReadonlyMap<string, string>) {
  const place = { path, line: row.line };
  const at = `${path} line ${row.line}, ${row.id || 'no id'}`;
  const source = linesAt(row.evidence_ref, documents);
  if ('problem' in source) {
    findings.refuse(
      'evidenceNotFound',
      place,
      `${at}: ${source.problem}. For something that is absent, point at the place where it should stand.`,
    );
    return;
  }
  if (row.evidence_quote.length < shortestQuote) {
    findings.refuse(
      'noQuote',
      place,
      `${at}: quote the words at ${row.evidence_ref} that you judge, at least ${shortestQuote} characters.`,
    );
  } else if (!plain(bare(source.text)).includes(plain(bare(row.evidence_quote)))) {
    const elsewhere = findQuote(row.evidence_quote, documents);
    const hint = elsewhere ? `They stand at ${elsewhere}.` : 'They stand in none of the documents.';
    findings.refuse('quoteNotThere', place, `${at}: the quoted words are not at ${row.evidence_ref}. ${hint}`);
  }
}

function bare(text: string): string {
  return text
    .replace(/[*_`|]/g, ' ')
    .replace(/[’‘]/g, "'")
    .replace(/[“”]/g, '"');
}

function findQuote(quote: string, documents: ReadonlyMap<string, string>): string | undefined {
  for (const [document, text] of documents) {
    const line = text.split('\n').findIndex((each) => plain(bare(each)).includes(plain(bare(quote))));
    if (line >= 0) return `${document}:${line + 1}`;
  }
  return undefined;
}

function lookAtWhole(findings: Findings, rows: readonly Row[], { file: path, clauses }: Parameters) {
  const unjudged = clauses.filter((clause) => !rows.some((row) => row.clause_id === clause));
  for (const clause of unjudged)
    findings.refuse(
      'clauseWithoutRow',
      { path },
      `${path}: no row for ${clause}. Judge it: met, gap or not-applicable, each with the line that shows it.`,
    );
  const seen = new Map<string, Row>();
  for (const row of rows) {
    const { line } = row;
    const earlier = seen.get(row.id);
    if (row.id === '')
      findings.refuse(
        'noId',
        { path, line },
        `${path} line ${line}: the row has no id. Number the rows, so that replies can name them.`,
      );
    else if (earlier)
      findings.refuse(
        'repeatedId',
        { path, line },
        `${path} line ${line}: ${row.id} stands already on line ${earlier.line}.`,
      );
    seen.set(row.id, row);
    const twin = rows.find(
      (other) => other.line < line && plain(other.condition) === plain(row.condition) && row.condition !== '',
    );
    if (twin)
      findings.refuse(
        'repeatedCondition',
        { path, line },
        `${path} line ${line}: the same words as line ${twin.line}. A clause is judged by what it asks, so two clauses hardly meet or fail in the same sentence.`,
      );
  }
  const gaps = rows.filter((row) => row.status === 'gap');
  if (gaps.length > 2 && new Set(gaps.map((row) => row.severity)).size === 1) {
    findings.advise(
      'unranked',
      { path },
      `${path}: all ${gaps.length} gaps have severity "${gaps[0]?.severity}". Which one would you close if only one could be closed?`,
    );
  }
  if (rows.length > 0 && rows.every((row) => row.status === 'met')) {
    findings.refuse(
      'noGap',
      { path },
      `${path}: every clause is met. Papers of this stage never are; read them as the person whom a wrong decision hurts.`,
    );
  }
}
