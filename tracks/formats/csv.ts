// Reads comma-separated values as a table: a header, then records of its width, each with its line.
import { readCsv } from './read-csv.ts';

export type CsvRecord = { line: number; cells: string[] };

export type Csv = {
  header: string[];
  records: CsvRecord[];
  /** What keeps the text from being read as it stands; empty when all is well. */
  problems: { line: number; message: string }[];
};

/** Blank lines are skipped; cells are trimmed. A record of another width than the header is a problem, not a record. */
export function parseCsv(text: string): Csv {
  const problems: Csv['problems'] = [];
  const { records, unclosed } = readCsv(text, { ltrim: true });
  if (unclosed !== undefined)
    problems.push({ line: unclosed.line, message: 'a quote opens here and never closes; close it' });
  const [first, ...rest] = records.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }));
  const header = first?.cells ?? [];
  if (first === undefined) problems.push({ line: 1, message: 'the file is empty; expected a header line' });
  else if (header.length === 1) {
    const other = [';', '\t', '|'].find((sign) => first.cells[0]?.includes(sign));
    if (other !== undefined)
      problems.push({
        line: first.line,
        message: `expected columns separated by commas, found ${JSON.stringify(other)}; save the file again as comma-separated`,
      });
  }
  if (problems.length > 0) return { header, records: [], problems };
  const fitting = rest.filter((record) => {
    if (record.cells.length === header.length) return true;
    problems.push({
      line: record.line,
      message: `expected ${header.length} cells as in the header, found ${record.cells.length}; put quotes round cells that hold a comma`,
    });
    return false;
  });
  return { header, records: fitting, problems };
}
