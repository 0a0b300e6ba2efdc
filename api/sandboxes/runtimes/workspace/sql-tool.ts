// The SQL tool: a page over the extract, and the two calls that it makes.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Problem } from '../../../problems.ts';
import { listExtractTables } from './extract-tables.ts';
import type { SqlEngine } from './sql-engine.ts';
import { sqlLimits } from './sql-limits.ts';
import { renderSqlPage } from './sql-page.ts';

const script = readFileSync(new URL('./assets/sql-page.js', import.meta.url), 'utf8');
const style = readFileSync(new URL('./assets/sql-page.css', import.meta.url), 'utf8');

const Question = z.strictObject({ sql: z.string().trim().min(1).max(sqlLimits.sqlLength) });

/** Answers one request; throws a Problem for the server to send. */
export async function answerSql(
  engine: SqlEngine,
  extractFolder: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = (incoming.url ?? '/').split('?')[0];
  switch (`${incoming.method} ${path}`) {
    case 'GET /':
      return send(outgoing, 'text/html; charset=utf-8', renderSqlPage(await listExtractTables(extractFolder)));
    case 'GET /page.js':
      return send(outgoing, 'text/javascript; charset=utf-8', script);
    case 'GET /page.css':
      return send(outgoing, 'text/css; charset=utf-8', style);
    case 'GET /healthz':
      await listExtractTables(extractFolder);
      return send(outgoing, 'application/json', '{"status":"ok"}');
    case 'GET /tables': {
      const tables = await listExtractTables(extractFolder);
      const shown = tables.map(({ name, rows, columns }) => ({
        name,
        columns: columns.map((column) => ({ name: column.name, type: column.type })),
        rows,
      }));
      return send(outgoing, 'application/json', JSON.stringify({ tables: shown }));
    }
    case 'POST /query': {
      const { sql } = await readQuestion(incoming);
      const tables = (await listExtractTables(extractFolder)).map((table) => ({ name: table.name, file: table.path }));
      return send(outgoing, 'application/json', JSON.stringify(await engine.query({ tables, sql })));
    }
    default:
      throw new Problem('not-found', `The SQL tool has no ${incoming.method} ${path}.`);
  }
}

async function readQuestion(incoming: IncomingMessage): Promise<z.infer<typeof Question>> {
  // A form of another site cannot send this type without asking first.
  if (!incoming.headers['content-type']?.startsWith('application/json')) {
    throw new Problem('invalid-request', 'Expected a body of type application/json such as {"sql": "select 1"}.');
  }
  const length = Number(incoming.headers['content-length'] ?? Number.NaN);
  if (!(length <= sqlLimits.sqlLength * 6)) {
    throw new Problem('too-large', `Expected a Content-Length, and at most ${sqlLimits.sqlLength} characters of SQL.`);
  }
  try {
    return Question.parse(JSON.parse(await text(incoming)));
  } catch (cause) {
    throw new Problem('invalid-request', `Expected {"sql": "…"} with 1 to ${sqlLimits.sqlLength} characters of SQL.`, {
      cause,
    });
  }
}

function send(outgoing: ServerResponse, type: string, body: string): void {
  outgoing.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  outgoing.end(body);
}
