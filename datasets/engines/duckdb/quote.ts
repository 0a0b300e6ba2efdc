// Quoting of names and texts in DuckDB's SQL.

/** A name: quoted always, so that a table may be called `order`. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoteText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A path of exactly one file: in the folder `data[1]` the engine would otherwise read what lies in `data1`. */
export const quotePath = (path: string): string => quoteText(path.replace(/[[*?]/g, '[$&]'));
