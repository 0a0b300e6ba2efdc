// HTML from templates: whatever is put in is escaped unless it is markup already.

export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[];

export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.map((string, at) => `${string}${at < parts.length ? told(parts[at] ?? '') : ''}`).join(''));
}

function told(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('\n');
  return String(part).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A table whose cells carry the names of their columns, so that a narrow screen can set them below each other. */
export function dataTable(head: readonly string[], rows: readonly (readonly (string | number | Markup)[])[]): Markup {
  return markup`<table><thead><tr>${head.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${row.map((cell, at) => markup`<td data-column="${head[at] ?? ''}">${cell}</td>`)}</tr>`)}</tbody></table>`;
}
