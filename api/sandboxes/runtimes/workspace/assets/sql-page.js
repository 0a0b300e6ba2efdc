// @ts-nocheck: runs in the browser, whose types must not leak into the server's.
// Runs the query of the SQL page and shows its result.
const byId = (id) => document.getElementById(id);
const form = byId('query');
const sql = byId('sql');
const button = form.querySelector('button');
const status = byId('status');
const error = byId('error');
const result = byId('result');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  run();
});
sql.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});

let running = false;
async function run() {
  if (running) return;
  if (sql.value.trim() === '') return fail('Write a query first.');
  running = true;
  button.disabled = true;
  error.hidden = true;
  status.textContent = 'Running …';
  try {
    const response = await fetch('query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sql: sql.value }),
    });
    const answer = await response.json();
    if (response.ok) show(answer);
    else fail(answer.detail || answer.title);
  } catch (_cause) {
    fail('The sandbox did not answer. It may have been stopped: load the page again.');
  } finally {
    running = false;
    button.disabled = false;
  }
}

function fail(text) {
  status.textContent = '';
  result.hidden = true;
  error.textContent = text;
  error.hidden = false;
}

function show({ columns, rows, truncated, elapsedMs }) {
  const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
  status.textContent = `${truncated ? `The first ${count}` : rows.length === 0 ? 'No rows match' : count}, ${elapsedMs} ms.`;
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = column.name;
    cell.title = column.type;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const values of rows) {
    const row = body.insertRow();
    for (const value of values) {
      const cell = row.insertCell();
      if (value === null) cell.className = 'null';
      if (typeof value === 'number') cell.className = 'number';
      cell.textContent = value === null ? 'null' : String(value);
    }
  }
  result.replaceChildren(table);
  result.hidden = rows.length === 0;
}

// A form sent before anyone listens would be a blocked navigation and a lost query.
button.disabled = false;
