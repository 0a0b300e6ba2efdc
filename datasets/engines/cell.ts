// One value as it crosses between an engine and the code around it.

/** Dates and decimals are texts, as the engine writes them. */
export type Cell = string | bigint | number | boolean | null;
