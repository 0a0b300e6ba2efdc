// Reads the year out of texts that are known to be dates.

/** Four digits that could be a year; texts without any are passed over. */
export const yearsIn = (values: readonly string[]): number[] =>
  values.flatMap((value) => {
    const year = /(?<!\d)(1[89]\d\d|20\d\d)(?!\d{1,3}(?:\D|$))/.exec(value)?.[1];
    return year === undefined ? [] : [Number(year)];
  });
