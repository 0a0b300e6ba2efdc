// Renders the Markdown of briefs: headings, lists, tables, quotes, code; HTML in it stays text.
import { type Html, type HtmlValue, html } from './html.ts';
import { inlineMarkdown } from './markdown-inline.ts';

type Block = { pattern: RegExp; render: (lines: string[]) => Html };

/**
 * A brief's `#` becomes `<h2>` or deeper by `below`, since a page has one `<h1>` of its own.
 * What it does not know it shows as it is typed.
 */
export function renderMarkdown(text: string, below = 1): Html {
  return html`${blocks(text.replaceAll('\r\n', '\n').split('\n'), below)}`;
}

function blocks(lines: readonly string[], below: number): Html[] {
  const kinds = blockKinds(below);
  const rendered: Html[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at++;
      continue;
    }
    const fence = /^(```+|~~~+)/.exec(line)?.[1];
    if (fence) {
      const end = lines.findIndex((other, index) => index > at && other.startsWith(fence));
      const last = end === -1 ? lines.length : end;
      rendered.push(codeBlock(lines.slice(at + 1, last)));
      at = last + 1;
      continue;
    }
    const kind = kinds.find((candidate) => candidate.pattern.test(line));
    const taken = takeWhile(lines, at, (next, first) => {
      if (first) return true;
      if (next.trim() === '') return false;
      if (kind) return kind.pattern.test(next) || (isList(kind) && /^\s{2,}\S/.test(next));
      return !kinds.some((candidate) => candidate.pattern.test(next)) && !/^(```|~~~)/.test(next);
    });
    rendered.push(kind ? kind.render(taken) : html`<p>${inlineMarkdown(taken.join('\n'))}</p>`);
    at += taken.length;
  }
  return rendered;
}

const bullet = /^[-*+]\s+/;
const numbered = /^\d{1,3}[.)]\s+/;
const isList = (kind: Block) => kind.pattern === bullet || kind.pattern === numbered;

function blockKinds(below: number): Block[] {
  return [
    { pattern: /^#{1,6}\s/, render: (lines) => html`${lines.map((line) => heading(line, below))}` },
    { pattern: /^(\*\*\*+|---+|___+)\s*$/, render: () => html`<hr>` },
    { pattern: /^>\s?/, render: (lines) => html`<blockquote>${blocks(stripped(lines, /^>\s?/), below)}</blockquote>` },
    { pattern: /^\|/, render: table },
    { pattern: bullet, render: (lines) => html`<ul>${listItems(lines, bullet, below)}</ul>` },
    { pattern: numbered, render: (lines) => html`<ol>${listItems(lines, numbered, below)}</ol>` },
  ];
}

function heading(line: string, below: number): Html {
  const level = Math.min(6, (/^#+/.exec(line)?.[0].length ?? 1) + below);
  const text = inlineMarkdown(line.replace(/^#+\s+/, '').replace(/\s+#+\s*$/, ''));
  if (level === 2) return html`<h2>${text}</h2>`;
  if (level === 3) return html`<h3>${text}</h3>`;
  if (level === 4) return html`<h4>${text}</h4>`;
  return html`<h5>${text}</h5>`;
}

function listItems(lines: readonly string[], marker: RegExp, below: number): Html[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (marker.test(line)) items.push([line.replace(marker, '')]);
    else items.at(-1)?.push(line.replace(/^\s{2,4}/, ''));
  }
  return items.map(([first = '', ...rest]) => {
    const nested = rest.findIndex((line) => bullet.test(line) || numbered.test(line));
    const text = [first, ...(nested === -1 ? rest : rest.slice(0, nested))].join('\n');
    return html`<li>${inlineMarkdown(text)}${nested === -1 ? undefined : blocks(rest.slice(nested), below)}</li>`;
  });
}

function table(lines: readonly string[]): Html {
  const [head = [], ...rest] = lines.map(cells);
  const body = rest.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const row = (values: readonly string[], cell: (value: string) => HtmlValue) => html`<tr>${values.map(cell)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>
    <thead>${row(head, (cell) => html`<th scope="col">${inlineMarkdown(cell)}</th>`)}</thead>
    <tbody>${body.map((values) => row(values, (cell) => html`<td>${inlineMarkdown(cell)}</td>`))}</tbody></table></div>`;
}

function cells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}

function codeBlock(lines: readonly string[]): Html {
  return html`<pre tabindex="0"><code>${lines.join('\n')}</code></pre>`;
}

function stripped(lines: readonly string[], marker: RegExp): string[] {
  return lines.map((line) => line.replace(marker, ''));
}

function takeWhile(
  lines: readonly string[],
  from: number,
  belongs: (line: string, first: boolean) => boolean,
): string[] {
  let end = from;
  while (end < lines.length && belongs(lines[end] ?? '', end === from)) end++;
  return lines.slice(from, end);
}
