// Checks queries against the extract, an evidence table against the queries; runs nothing.
import { z } from 'zod';
import { declareCheck } from '../check.ts';
import { Findings } from '../findings.ts';
import { parseSql } from '../formats/sql.ts';
import { decodeText } from '../formats/text.ts';
import { lookAtEvidence } from './evidence-table.ts';
import { lookAtQueries } from './named-queries.ts';

const Parameters = z.strictObject({
  queries: z.string(),
  evidence: z.string(),
  minQueries: z.int().min(1),
  smallestCell: z.int().min(1),
});

export const sqlEvidence = declareCheck(Parameters, ({ files, parameters, extract }) => {
  const findings = new Findings();
  const text = (path: string) => decodeText(files.get(path) ?? new Uint8Array()) ?? '';
  const statements = parseSql(text(parameters.queries));
  const labels = lookAtQueries(findings, statements, parameters, extract);
  lookAtEvidence(findings, text(parameters.evidence), labels, parameters);
  if (extract.tables.length > 0) return findings.result();
  // Without the extract's tables the names in the queries are unproven: never to be shown as passed.
  findings.advise(
    'extractUnknown',
    { path: parameters.queries },
    'The tables of the extract are not known here, so the names in the queries were not checked.',
  );
  const { outcome, findings: found } = findings.result();
  return { outcome: outcome === 'failed' ? 'failed' : 'notRun', findings: found };
});
