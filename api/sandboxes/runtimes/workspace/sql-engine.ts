// Runs queries in processes of their own, a few at a time.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Problem } from '../../../problems.ts';
import { sqlLimits } from './sql-limits.ts';
import type { SqlAnswer, SqlMessage, SqlQuestion } from './sql-message.ts';

const processes = 2;
const longestQueue = 40;
/** Beyond the query's own limit: a function that never looks at the interrupt is ended with its process. */
const patienceMs = (sqlLimits.seconds + 2) * 1000;
const startPatienceMs = 10_000;
const idleMs = 60_000;

export class SqlEngine implements AsyncDisposable {
  readonly #all = new Set<QueryProcess>();
  readonly #idle: QueryProcess[] = [];
  readonly #waiting: ((process: QueryProcess) => void)[] = [];

  /** Throws `query-failed` with what was wrong with the query. */
  async query(question: SqlQuestion): Promise<SqlAnswer> {
    const process = await this.#take();
    try {
      return await process.ask(question);
    } finally {
      this.#giveBack(process);
    }
  }

  async #take(): Promise<QueryProcess> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size < processes) return this.#start();
    if (this.#waiting.length >= longestQueue) {
      throw new Problem('query-failed', 'Too many queries are waiting: run it again in a moment.');
    }
    return new Promise<QueryProcess>((resolve) => this.#waiting.push(resolve));
  }

  #start(): QueryProcess {
    const process = new QueryProcess((ended) => {
      this.#all.delete(ended);
      const position = this.#idle.indexOf(ended);
      if (position >= 0) this.#idle.splice(position, 1);
    });
    this.#all.add(process);
    return process;
  }

  #giveBack(process: QueryProcess): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(process.alive ? process : this.#start());
    else if (process.alive) this.#idle.push(process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#all].map((process) => process.end()));
  }
}

class QueryProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #idleTimer: NodeJS.Timeout | undefined;
  #fresh = true;
  alive = true;

  constructor(onEnd: (process: QueryProcess) => void) {
    // No environment: nothing of the server's is in there to be read.
    this.#child = fork(join(import.meta.dirname, 'sql-process.ts'), [], {
      env: {},
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#ended = new Promise((resolve) => {
      const end = () => {
        this.alive = false;
        clearTimeout(this.#idleTimer);
        resolve();
        onEnd(this);
      };
      this.#child.once('exit', end);
      this.#child.once('error', end);
    });
    this.#rest();
  }

  ask(question: SqlQuestion): Promise<SqlAnswer> {
    const patience = this.#fresh ? patienceMs + startPatienceMs : patienceMs;
    clearTimeout(this.#idleTimer);
    this.#child.ref();
    this.#child.channel?.ref();
    this.#fresh = false;
    return new Promise<SqlAnswer>((resolve, reject) => {
      const overrun = () =>
        reject(
          new Problem(
            'query-failed',
            `The query took more than ${sqlLimits.seconds} s or more memory than it may, and was ended: ask for less.`,
          ),
        );
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), patience);
      const settle = () => {
        clearTimeout(timer);
        this.#child.off('exit', onExit);
        this.#child.off('message', onMessage);
        this.#rest();
      };
      const onExit = () => {
        settle();
        overrun();
      };
      const onMessage = (message: SqlMessage) => {
        settle();
        if ('answer' in message) resolve(message.answer);
        else reject(new Problem('query-failed', message.refusal));
      };
      this.#child.once('exit', onExit);
      this.#child.on('message', onMessage);
      this.#child.send(question, (error) => {
        if (!error) return;
        settle();
        reject(new Problem('internal-failure', 'The query could not be handed to its process.', { cause: error }));
      });
    });
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** At rest it keeps nobody awake, and ends by itself after a while. */
  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
    this.#idleTimer = setTimeout(() => this.#child.kill('SIGKILL'), idleMs);
    this.#idleTimer.unref();
  }
}
