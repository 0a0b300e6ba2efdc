// Shows a problem, or a success, where the person looks next.
import type { Problem } from '../problems.ts';
import { type Html, type HtmlValue, html } from './html.ts';

/** Each finding with its place and how to mend it; focus goes here by script, and by reading order without. */
export function problemNotice(problem: Problem | undefined): Html | undefined {
  if (!problem) return undefined;
  const { title, detail, findings } = problem.toDocument();
  return html`<section class="notice bad" role="alert" tabindex="-1" data-focus>
<h2>${title}</h2>
<p>${detail}</p>
${findings && html`<ul class="findings">${findings.map(finding)}</ul>`}
</section>`;
}

function finding(found: { message: string; path?: string | undefined; line?: number | undefined }): Html {
  const place = found.path === undefined ? '' : found.line === undefined ? found.path : `${found.path}:${found.line}`;
  return html`<li>${place !== '' && html`<code class="place">${place}</code> `}${found.message}</li>`;
}

export function successNotice(message: HtmlValue): Html {
  return html`<section class="notice good" role="status"><p>${message}</p></section>`;
}
