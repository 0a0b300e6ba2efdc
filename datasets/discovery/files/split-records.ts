// Splits the start of a CSV file into records by a dialect on trial.

export type TrialDialect = { delimiter: string; quote: string | null };

/**
 * Undefined where quotes do not fit the dialect: text after a closing one, or one that never closes. `isWhole` says that the
 * text is not the start of a longer one, whose last record is cut off. Empty lines are no records.
 */
export function splitRecords(
  text: string,
  { delimiter, quote }: TrialDialect,
  isWhole: boolean,
): string[][] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  const endField = () => {
    record.push(field);
    field = '';
    state = 'start';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (state === 'quoted') {
      if (character !== quote) field += character;
      else if (text[at + 1] === quote) {
        field += character;
        at++;
      } else state = 'closed';
    } else if (character === delimiter) endField();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at++;
      const isEmpty = record.length === 0 && state === 'start';
      endField();
      if (!isEmpty) records.push(record);
      record = [];
    } else if (state === 'closed') return undefined;
    else if (character === quote && state === 'start') state = 'quoted';
    else {
      field += character;
      state = 'plain';
    }
  }
  if (!isWhole) return records;
  if (state === 'quoted') return undefined;
  return record.length > 0 || field !== '' || state === 'closed' ? [...records, [...record, field]] : records;
}
