// Rounds a figure to the digits that every machine agrees on.

/** 12 significant digits: the last few of a double depend on the order of additions and on the platform's exp and log. */
export const roundTo12 = (value: number): number => Number(value.toPrecision(12));
