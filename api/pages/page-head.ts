// The head of a page's content: where it stands, what it is, what can be done.
import { type Html, type HtmlValue, html } from './html.ts';

type Head = {
  title: HtmlValue;
  lead?: HtmlValue;
  /** From the outermost place inwards, without the page itself. */
  crumbs?: readonly { href: string; label: string }[];
  actions?: HtmlValue;
};

export function pageHead(head: Head): Html {
  const crumbs = head.crumbs?.map((crumb) => html`<a href="${crumb.href}">${crumb.label}</a> › `);
  return html`<div class="head"><div>
${crumbs && html`<nav aria-label="Breadcrumb" class="crumbs">${crumbs}</nav>`}
<h1>${head.title}</h1>
${head.lead !== undefined && html`<p class="lead">${head.lead}</p>`}
</div>${head.actions !== undefined && html`<div class="actions">${head.actions}</div>`}</div>`;
}
