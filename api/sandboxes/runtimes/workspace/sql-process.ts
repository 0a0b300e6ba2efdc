// The process that runs queries: a query that eats memory or time takes this process with it, never the server.
import { LockedDatabase, QueryRefusal } from './locked-database.ts';
import { sqlLimits } from './sql-limits.ts';
import type { SqlMessage, SqlQuestion } from './sql-message.ts';

const watchMs = 50;
const databasesKept = 2;

const databases = new Map<string, Promise<LockedDatabase>>();

process.on('message', (question: SqlQuestion) => {
  const watch = setInterval(endWhenTooLarge, watchMs);
  answer(question)
    .then((message) => process.send?.(message))
    .finally(() => clearInterval(watch));
});

// The server is gone, however it went.
process.on('disconnect', () => process.exit(0));

async function answer({ tables, sql }: SqlQuestion): Promise<SqlMessage> {
  try {
    const database = await openDatabase(tables);
    return { answer: await database.query(sql) };
  } catch (error) {
    if (error instanceof QueryRefusal) return { refusal: error.message };
    throw error;
  }
}

function openDatabase(tables: SqlQuestion['tables']): Promise<LockedDatabase> {
  const key = JSON.stringify(tables);
  const known = databases.get(key) ?? LockedDatabase.open(tables);
  databases.delete(key);
  databases.set(key, known);
  const [oldest] = databases;
  if (oldest && databases.size > databasesKept) {
    databases.delete(oldest[0]);
    oldest[1].then((database) => database.close()).catch(() => {});
  }
  // One that could not be opened is tried anew the next time.
  known.catch(() => databases.delete(key));
  return known;
}

function endWhenTooLarge(): void {
  if (process.memoryUsage.rss() > sqlLimits.processMiB * 1024 * 1024) process.kill(process.pid, 'SIGKILL');
}
