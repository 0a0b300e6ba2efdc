// Shows a file's text with the line numbers that findings, comments and evidence speak of.
import { type Html, html } from './html.ts';

const linesShown = 2000;

export function numberedText(bytes: Uint8Array): Html {
  const text = findText(bytes);
  if (text === undefined) return html`<p class="muted">This file is no text and cannot be shown here.</p>`;
  const lines = text.replace(/\n$/, '').split('\n');
  const rest = lines.length - linesShown;
  return html`<pre class="numbered" tabindex="0"><code>${lines
    .slice(0, linesShown)
    .map((line) => html`<span class="ln">${line}</span>`)}</code></pre>
${rest > 0 && html`<p class="muted">${rest} more lines are not shown.</p>`}`;
}

/** Undefined for bytes that are no UTF-8 text. */
export function findText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
