// Quoting of names and texts in DuckDB's SQL.

/** A name: quoted always, so that a table may be called `order`. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoteText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
