// Reads comma-separated values (RFC 4180) into records that know the line on which they begin.
import { CsvError, parse } from 'csv-parse/sync';

type Reading = {
  /** Lines count from 1. Blank records are left out. */
  records: { line: number; cells: string[] }[];
  /** The quote that never closes, by its line; all that follows it is one cell of the last record. */
  unclosed: { line: number; cause: CsvError } | undefined;
};

/**
 * A byte order mark is passed over; records may differ in width; a quote inside an unquoted cell is text. `ltrim` drops blanks
 * before a cell, so that a quote behind them opens it. The library makes an error, then drops it, for each record of another
 * width than the first: about 10 µs each.
 */
export function readCsv(text: string, { ltrim }: { ltrim: boolean }): Reading {
  const source = Buffer.from(text);
  const written = (from: number, to: number) => source.toString('utf8', from, to);
  const records: Reading['records'] = [];
  // The library counts a line end of Windows inside quotes as two lines. Its offsets in bytes hold, so lines are counted from them.
  let line = 1;
  let recordStart = 0;
  let cellStart = 0;
  try {
    parse(source, {
      bom: true,
      ltrim,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      cast(cell, { bytes, quoting }) {
        const from = cellStart;
        cellStart = bytes + 1;
        return quoting && cell.startsWith('"') ? unquote(written(from, bytes), cell) : cell;
      },
      on_record(cells, { bytes }) {
        const whole = written(recordStart, bytes);
        // Lines that were skipped stand before the record.
        const begins = line + breaksIn(whole.slice(0, whole.length - whole.trimStart().length));
        if (cells.some((cell) => cell.trim() !== '')) records.push({ line: begins, cells });
        line += breaksIn(whole);
        recordStart = bytes;
        cellStart = bytes;
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError) || cause.code !== 'CSV_QUOTE_NOT_CLOSED') throw cause;
    const opens = source.indexOf('"', cellStart);
    const unclosed = { line: line + breaksIn(written(recordStart, opens)), cause };
    return { records: readCsv(`${text}"`, { ltrim }).records, unclosed };
  }
  return { records, unclosed: undefined };
}

const breaksIn = (text: string) => text.split('\n').length - 1;

/** `"a" b` is a b, as spreadsheets read it: where text follows a closing quote, the library takes the quotes for text. */
function unquote(written: string, cell: string): string {
  const inside = written.slice(written.indexOf('"') + 1);
  for (const { 0: quotes, index } of inside.matchAll(/"+/g)) {
    // An even number is text, each two of them one quote; of an odd number the last one closes.
    if (quotes.length % 2 === 0) continue;
    const closes = index + quotes.length - 1;
    return inside.slice(0, closes).replaceAll('""', '"') + inside.slice(closes + 1);
  }
  return cell;
}
