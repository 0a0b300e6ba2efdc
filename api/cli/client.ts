// The port of the one way in: how the CLI asks the HTTP API, over a connection or in its own process.

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type ApiRequest = {
  body?: string | Uint8Array;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
};

export type ApiAnswer = { status: number; contentType: string; body: Uint8Array };

/** One server-sent event; `id` is where to go on from. */
export type ApiEvent = { id: string | undefined; type: string; data: string };

export interface ApiClient extends AsyncDisposable {
  /** Who is asked, for messages: a URL, or the state directory that this process has opened. */
  readonly place: string;
  /** Any answer is an answer, whatever its status. Throws NotReachable when there is none. */
  request(method: ApiMethod, path: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** Events until the server ends the stream or the signal aborts. Throws NotReachable when there is no stream or it breaks. */
  events(path: string, request: Pick<ApiRequest, 'headers'> & { signal: AbortSignal }): AsyncIterable<ApiEvent>;
}

/** No answer came. */
export class NotReachable extends Error {
  override readonly name = 'NotReachable';
  /** False when nobody listened; true when the connection broke, so that the server may have worked on the request. */
  readonly connected: boolean;

  constructor(message: string, { connected, cause }: { connected: boolean; cause: unknown }) {
    super(message, { cause });
    this.connected = connected;
  }
}

/** The stream was refused with an answer. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused';
  readonly answer: ApiAnswer;

  constructor(path: string, answer: ApiAnswer) {
    super(`${path} answered ${answer.status} instead of a stream`);
    this.answer = answer;
  }
}
