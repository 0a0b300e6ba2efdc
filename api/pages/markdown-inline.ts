// Renders Markdown inside a line: code, strong, emphasis, links to the web.
import { type Html, type HtmlValue, html } from './html.ts';

// One alternative a mark; code comes first, since nothing counts as a mark inside it.
const marks =
  /`([^`\n]+)`|\*\*(\S(?:[^*]*\S)?)\*\*|(?<![\w*])[*_](\S(?:[^*_\n]*\S)?)[*_](?![\w*])|\[([^\]\n]+)\]\(([^()\s]+)\)/g;

export function inlineMarkdown(text: string): Html {
  const parts: HtmlValue[] = [];
  let from = 0;
  for (const match of text.matchAll(marks)) {
    parts.push(text.slice(from, match.index), rendered(match));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return html`${parts}`;
}

function rendered(match: RegExpExecArray): HtmlValue {
  const [whole, code, strong, emphasis, label, address] = match;
  if (code !== undefined) return html`<code>${code}</code>`;
  if (strong !== undefined) return html`<strong>${inlineMarkdown(strong)}</strong>`;
  if (emphasis !== undefined) return html`<em>${inlineMarkdown(emphasis)}</em>`;
  // Any other scheme (javascript:, data:) stays the text it is.
  if (label !== undefined && address !== undefined && /^https?:\/\//i.test(address))
    return html`<a href="${address}" rel="noopener noreferrer">${inlineMarkdown(label)}</a>`;
  return whole;
}
