// The SQL page: complete without its script but for running queries (its button waits until the script listens); every address in it is relative, as it lies under a prefix.
import type { ManifestTable } from '../../../../datasets/seal/manifest.ts';

export function renderSqlPage(tables: readonly Pick<ManifestTable, 'name' | 'rows' | 'columns'>[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SQL over your extract</title>
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body>
<main>
<h1>SQL over your extract</h1>
<section aria-labelledby="tables-heading">
<h2 id="tables-heading">Tables</h2>
${tables.length === 0 ? '<p>This extract has no tables.</p>' : tables.map(renderTable).join('\n')}
</section>
<section aria-labelledby="query-heading">
<h2 id="query-heading">Query</h2>
<form id="query">
<label for="sql">One statement that reads (DuckDB SQL)</label>
<textarea id="sql" name="sql" rows="6" spellcheck="false" autocapitalize="off" autocomplete="off" aria-describedby="sql-hint">${escapeHtml(firstQuery(tables))}</textarea>
<p id="sql-hint">Ctrl+Enter runs it. A query may take 2 seconds and shows up to 500 rows.</p>
<button type="submit" disabled autocomplete="off">Run</button>
</form>
<noscript><p>Running a query needs JavaScript.</p></noscript>
<p id="status" role="status"></p>
<p id="error" role="alert" hidden></p>
<div id="result" role="region" aria-label="Result" tabindex="0" hidden></div>
</section>
</main>
</body>
</html>
`;
}

function renderTable({ name, rows, columns }: Pick<ManifestTable, 'name' | 'rows' | 'columns'>): string {
  const items = columns.map(
    (column) => `<li><code>${escapeHtml(column.name)}</code> <span>${escapeHtml(column.type)}</span></li>`,
  );
  return `<details><summary><code>${escapeHtml(name)}</code> <span>${rows} rows, ${columns.length} columns</span></summary>
<ul>${items.join('')}</ul></details>`;
}

function firstQuery(tables: readonly { name: string }[]): string {
  const name = tables[0]?.name;
  return name === undefined ? '' : `select * from "${name.replaceAll('"', '""')}" limit 20`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
