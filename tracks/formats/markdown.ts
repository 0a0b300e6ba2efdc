// Reads the parts of Markdown that checks ask about: sections, tables, what counts as prose.

export type MarkdownTable = { line: number; header: string[]; rows: { line: number; cells: string[] }[] };

export type MarkdownSection = {
  heading: string;
  line: number;
  /** The section's own text, up to the next heading: no tables, comments or code. */
  prose: string;
  tables: MarkdownTable[];
};

/** Sections in the order of their headings, of whatever depth. Text before the first heading belongs to heading ''. */
export function parseMarkdown(text: string): MarkdownSection[] {
  const sections: MarkdownSection[] = [{ heading: '', line: 1, prose: '', tables: [] }];
  const lines = withoutComments(text).split('\n');
  let fenced = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const section = sections.at(-1);
    if (!section) break;
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      continue;
    }
    if (fenced) continue;
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading !== undefined) {
      sections.push({ heading: heading.trim(), line: at + 1, prose: '', tables: [] });
    } else if (line.includes('|') && isDivider(lines[at + 1])) {
      const table: MarkdownTable = { line: at + 1, header: cellsOf(line), rows: [] };
      at += 1;
      while (lines[at + 1]?.includes('|')) {
        at += 1;
        table.rows.push({ line: at + 1, cells: cellsOf(lines[at] ?? '') });
      }
      section.tables.push(table);
    } else section.prose += `${line}\n`;
  }
  return sections;
}

/** Blanks out `<!-- … -->` and keeps the lines, so that line numbers stay true. */
function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?(-->|$)/g, (comment) => comment.replace(/[^\n]/g, ''));
}

function isDivider(line: string | undefined): boolean {
  if (!line?.includes('-')) return false;
  return cellsOf(line).every((cell) => /^:?-+:?$/.test(cell));
}

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split('|').map((cell) => cell.replace(/[*_`]/g, '').trim());
}
