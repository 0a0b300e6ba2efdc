// A table whose rows become cards on a narrow screen.
import { type Html, type HtmlValue, html } from './html.ts';

type Column<Row> = { label: string; cell: (row: Row) => HtmlValue; number?: boolean };

/** The first column names the row. Assistive technology keeps the table's meaning: roles are stated, since CSS changes the display. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  return html`<div class="scroll"><table class="cards" role="table" aria-label="${caption}">
<thead role="rowgroup"><tr role="row">${columns.map(
    (column) => html`<th role="columnheader" scope="col"${column.number && html` class="number"`}>${column.label}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (row) => html`<tr role="row">${columns.map((column, index) => tableCell(column, row, index === 0))}</tr>
`,
  )}</tbody></table></div>`;
}

function tableCell<Row>(column: Column<Row>, row: Row, first: boolean): Html {
  if (first) return html`<th role="rowheader" scope="row">${column.cell(row)}</th>`;
  const marks = column.number && html` class="number"`;
  return html`<td role="cell" data-label="${column.label}"${marks}><span>${column.cell(row)}</span></td>`;
}
