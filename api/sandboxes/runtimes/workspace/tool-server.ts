// The HTTP server of the tools, without a port: it is fed with streams, so nothing on the machine's network reaches it.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../../problems.ts';
import type { SandboxId } from '../../../store/ids.ts';
import type { ServiceDoor } from '../../sandbox-runtime.ts';
import { ChannelAgent } from '../channel-agent.ts';
import type { SandboxMark } from './sandbox-folder.ts';
import type { SqlEngine } from './sql-engine.ts';
import { answerSql } from './sql-tool.ts';

/** The mark of a sandbox while it is up. */
type FindUp = (sandboxId: SandboxId) => Promise<SandboxMark | undefined>;

export class ToolServer implements AsyncDisposable {
  readonly #engine: SqlEngine;
  readonly #findUp: FindUp;
  readonly #server = createServer((incoming, outgoing) => void this.#answer(incoming, outgoing));
  readonly #sandboxOf = new WeakMap<object, SandboxId>();
  readonly #streams = new Map<SandboxId, Set<Duplex>>();
  readonly #doors = new Map<SandboxId, Map<string, ServiceDoor>>();

  constructor(engine: SqlEngine, findUp: FindUp) {
    this.#engine = engine;
    this.#findUp = findUp;
  }

  /** The caller's end of a new connection to the tools of one sandbox. */
  open(sandboxId: SandboxId): Duplex {
    const [outside, inside] = duplexPair();
    this.#sandboxOf.set(inside, sandboxId);
    const streams = this.#streams.get(sandboxId) ?? new Set();
    this.#streams.set(sandboxId, streams.add(inside));
    inside.once('close', () => {
      streams.delete(inside);
      // The other end of a pair is not told of a close by itself.
      outside.destroy();
    });
    outside.once('close', () => inside.destroy());
    this.#server.emit('connection', inside);
    return outside;
  }

  offer(sandboxId: SandboxId, service: string, door: ServiceDoor): void {
    const doors = this.#doors.get(sandboxId) ?? new Map<string, ServiceDoor>();
    this.#doors.set(sandboxId, doors.set(service, door));
  }

  /** Ends every connection of a sandbox and forgets its doors. */
  disconnect(sandboxId: SandboxId): void {
    for (const stream of this.#streams.get(sandboxId) ?? []) stream.destroy();
    this.#streams.delete(sandboxId);
    this.#doors.delete(sandboxId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const sandboxId of [...this.#streams.keys()]) this.disconnect(sandboxId);
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const sandboxId = this.#sandboxOf.get(incoming.socket);
      // Asked again for each request: the sandbox may have been stopped since the connection was opened.
      const mark = sandboxId && (await this.#findUp(sandboxId));
      if (!mark) throw new Problem('sandbox-not-up', 'The sandbox is not up any more.');
      const service = /^\/services\/([a-z0-9-]+)(\/.*)$/.exec(incoming.url ?? '');
      if (service?.[1] && service[2]) await this.#passOn(mark.sandboxId, service[1], service[2], incoming, outgoing);
      else await answerSql(this.#engine, mark.extractFolder, incoming, outgoing);
    } catch (error) {
      sendProblem(outgoing, error);
    }
  }

  async #passOn(
    sandboxId: SandboxId,
    service: string,
    path: string,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const door = this.#doors.get(sandboxId)?.get(service);
    if (!door) throw new Problem('not-found', `No service ${service} is offered to this sandbox.`);
    const { host: _, connection: __, ...headers } = incoming.headers;
    const onward = request({ agent: new ChannelAgent(door), host: service, method: incoming.method, path, headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      onward.once('response', resolve);
      onward.once('error', reject);
    });
    pipeline(incoming, onward).catch((error: Error) => onward.destroy(error));
    const response = await answered;
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    await pipeline(response, outgoing);
  }
}

function sendProblem(outgoing: ServerResponse, error: unknown): void {
  const problem =
    error instanceof Problem ? error : new Problem('internal-failure', 'The tool failed.', { cause: error });
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(problem.status, { 'content-type': 'application/problem+json' });
  outgoing.end(JSON.stringify(problem.toDocument()));
}
