// Holds the queries of a deliverable against the extract's tables: single named SELECTs over names that exist.
import type { ExtractShape } from '../check.ts';
import type { Findings } from '../findings.ts';
import { closest } from '../formats/closest.ts';
import type { SqlStatement } from '../formats/sql.ts';
import { namesOf } from '../formats/sql-names.ts';

type Wanted = { queries: string; minQueries: number };

const aggregates =
  /^(count|sum|avg|min|max|median|mode|quantile.*|percentile.*|stddev.*|var.*|corr|covar.*|count_if|countif)$/;
/** Table functions that make rows out of nothing but their arguments. */
const harmless = /^(unnest|generate_series|range)\(/i;

/** Reports into `findings`; gives back the names of the queries, such as Q1. */
export function lookAtQueries(
  findings: Findings,
  statements: SqlStatement[],
  { queries: path, minQueries }: Wanted,
  extract: ExtractShape,
): Set<string> {
  const labels = new Set<string>();
  if (statements.length < minQueries) {
    const message = `${path} holds ${statements.length} queries, at least ${minQueries} are needed: the complaint itself, its size in each segment, and one that could prove it wrong.`;
    findings.refuse('tooFewQueries', { path }, message);
  }
  for (const statement of statements) {
    const { line, label, question } = statement;
    if (label === undefined || !question) {
      const message = `${path} line ${line}: this query has no name. Put a comment above it that asks its question: "-- Q1: Do new customers fall behind more often than others?"`;
      findings.refuse('unnamedQuery', { path, line }, message);
    } else if (labels.has(label)) {
      findings.refuse(
        'repeatedQueryName',
        { path, line },
        `${path} line ${line}: ${label} is taken by an earlier query. Number the queries on.`,
      );
    } else labels.add(label);
    lookAtStatement(findings, statement, path, extract);
  }
  return labels;
}

function lookAtStatement(findings: Findings, { line, tokens }: SqlStatement, path: string, extract: ExtractShape) {
  const first = tokens[0]?.text ?? '';
  if (!/^(select|with|from)$/i.test(first)) {
    const message = `${path} line ${line}: "${first.toUpperCase()}" is not a question. Evidence comes from SELECT alone; leave the data as it is.`;
    findings.refuse('notASelect', { path, line }, message);
    return;
  }
  const star = tokens.find(
    (token, at) =>
      token.text === '*' &&
      token.kind === 'sign' &&
      /^(select|distinct|,|\.)$/i.test(tokens[at - 1]?.text ?? '') &&
      /^(from|,)$/i.test(tokens[at + 1]?.text ?? ''),
  );
  if (star) {
    const message = `${path} line ${star.line}: "SELECT *" hides what is read. Name the columns that carry the evidence.`;
    findings.refuse('selectStar', { path, line: star.line }, message);
  }
  const counts = tokens.some(
    (token, at) =>
      token.kind === 'word' &&
      ((aggregates.test(token.text.toLowerCase()) && tokens[at + 1]?.text === '(') || /^group$/i.test(token.text)),
  );
  if (!counts) {
    const message = `${path} line ${line}: this query lists single cases. Count or average over a segment: a case is an anecdote, a share is evidence.`;
    findings.refuse('rowLevelQuery', { path, line }, message);
  }
  if (extract.tables.length > 0) lookAtNames(findings, tokens, path, extract);
}

function lookAtNames(findings: Findings, tokens: SqlStatement['tokens'], path: string, extract: ExtractShape) {
  const names = namesOf(tokens);
  const tables = new Map(extract.tables.map((table) => [table.name.toLowerCase(), table]));
  const has = (table: string, column: string) =>
    tables.get(table.toLowerCase())?.columns.some((each) => each.toLowerCase() === column.toLowerCase()) ?? false;
  for (const { text, line } of names.outside)
    if (!harmless.test(text)) {
      findings.refuse(
        'outsideExtract',
        { path, line },
        `${path} line ${line}: ${text} reads something other than the extract. Use its tables: ${[...tables.keys()].join(', ')}.`,
      );
    }
  for (const { name, line } of names.reserved)
    findings.refuse(
      'reservedWord',
      { path, line },
      `${path} line ${line}: ${name.toUpperCase()} is a word of SQL itself. ${tables.has(name.toLowerCase()) ? `To read the table, quote it: "${name.toLowerCase()}".` : 'A table has to be named here.'}`,
    );
  for (const { name, line } of names.tables)
    if (!tables.has(name.toLowerCase())) {
      const near = closest(name, tables.keys());
      const hint = near ? ` Did you mean "${near}"?` : ` It has: ${[...tables.keys()].join(', ')}.`;
      findings.refuse(
        'unknownTable',
        { path, line },
        `${path} line ${line}: the extract has no table "${name}".${hint}`,
      );
    }
  const read = names.tables.map((table) => table.name).filter((table) => tables.has(table.toLowerCase()));
  const said = new Set<string>();
  for (const { name, line, table, qualifier, derived } of names.columns) {
    // A table that does not exist was reported above; its columns would only repeat that.
    if (derived || (table !== undefined && !tables.has(table.toLowerCase()))) continue;
    if (qualifier !== undefined && table === undefined) {
      findings.refuse(
        'unknownTable',
        { path, line },
        `${path} line ${line}: "${qualifier}.${name}" speaks of "${qualifier}", which this query does not read.`,
      );
      continue;
    }
    const places = table === undefined ? read : [table];
    if (places.some((place) => has(place, name)) || names.defined.has(name.toLowerCase()) || said.has(name)) continue;
    if (table === undefined && read.length < names.tables.length + names.reserved.length) continue;
    said.add(name);
    const elsewhere = extract.tables.find((each) => has(each.name, name))?.name;
    const near = closest(
      name,
      places.flatMap((place) => tables.get(place.toLowerCase())?.columns ?? []),
    );
    const hint = elsewhere
      ? `It is in "${elsewhere}": join that table.`
      : near
        ? `Did you mean "${near}"?`
        : 'The SQL page lists the columns there are; what the extract leaves out was left out on purpose.';
    findings.refuse(
      'unknownColumn',
      { path, line },
      `${path} line ${line}: "${name}" is no column of ${places.join(', ') || 'any table read here'}. ${hint}`,
    );
  }
}
