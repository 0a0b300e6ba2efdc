// Lets Node's HTTP client speak over any stream, such as a runtime's own channel.
import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/** Opens one connection per request through `open`. */
export class ChannelAgent extends Agent {
  readonly #open: () => Promise<Duplex>;

  constructor(open: () => Promise<Duplex>) {
    // A stream is no socket: it cannot be kept alive by the agent.
    super({ keepAlive: false });
    this.#open = open;
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    // The callback's type demands a stream even beside an error; Node ignores it then.
    this.#open().then(
      (stream) => callback?.(null, stream),
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }
}
