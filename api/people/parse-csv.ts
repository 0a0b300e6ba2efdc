// Reads CSV as RFC 4180 writes it, keeping the line on which each record begins.
import { readCsv } from '../../tracks/formats/read-csv.ts';
import { Problem } from '../problems.ts';

export type CsvRecord = { line: number; fields: string[] };

/** Records of `text`, blank lines left out; a byte order mark is passed over. Throws `invalid-document` for a quote that never closes. */
export function parseCsv(text: string): CsvRecord[] {
  const { records, unclosed } = readCsv(text, { ltrim: false });
  if (unclosed !== undefined) {
    const { line, cause } = unclosed;
    const message = `expected a closing quote for the field that opens on line ${line}, got the end of the file`;
    throw new Problem('invalid-document', 'The CSV cannot be read.', {
      findings: [{ code: 'unclosedQuote', message, line }],
      cause,
    });
  }
  return records.map(({ line, cells }) => ({ line, fields: cells }));
}
