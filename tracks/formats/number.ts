// Reads figures as people write them in tables.

/** `1 234`, `1,234`, `EUR 12.5` and `4.2 %` (as 0.042). Undefined for anything else. */
export function parseFigure(text: string): number | undefined {
  const bare = text.replace(/^(EUR|CZK|USD|GBP|€|\$|£)\s*|\s*(EUR|CZK|USD|GBP|€)$/g, '').trim();
  const percent = bare.endsWith('%');
  const digits = (percent ? bare.slice(0, -1) : bare).replace(/(?<=\d)[ \u00a0\u202f,_](?=\d{3}(\D|$))/g, '').trim();
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return undefined;
  return percent ? Number(digits) / 100 : Number(digits);
}
