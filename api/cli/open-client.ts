// Decides where the API is asked: a named server, the one that the state directory names, or an application of our own.
import { findRunningServer } from '../store/state-directory.ts';
import type { Call } from './call.ts';
import { CliError } from './cli-error.ts';
import type { ApiClient } from './client.ts';
import { openFetchClient } from './clients/fetch-client.ts';
import { openInjectionClient } from './clients/injection-client.ts';
import { stateFolderOf } from './state-folder.ts';

export type OpenedClient = {
  client: ApiClient;
  /** What a kept token is kept for: the server that was named, or the state directory. */
  keptFor: string;
  /** Undefined when a server was named. */
  stateFolder: string | undefined;
};

/** An own application holds the state directory's lock until the client is disposed. */
export async function openClient(call: Call): Promise<OpenedClient> {
  const { server, state } = call.global;
  if (server !== undefined) {
    if (state !== undefined) throw new CliError('usage', 'Give either --server or --state: each names where to ask.');
    const base = parseServer(server);
    return { client: openFetchClient(base), keptFor: base.origin, stateFolder: undefined };
  }
  const stateFolder = stateFolderOf(call);
  const running = await findRunningServer(stateFolder);
  const client = running ? openFetchClient(new URL(running.url)) : await composeOwn(call, stateFolder);
  return { client, keptFor: stateFolder, stateFolder };
}

async function composeOwn(call: Call, stateFolder: string): Promise<ApiClient> {
  // Loaded only here: it is most of the code, and a client of a running server needs none of it.
  const { composeApplication } = await import('../application.ts');
  const { environment, clock, terminal } = call;
  const application = await composeApplication({ environment, clock, stateFolder, log: (line) => terminal.note(line) });
  return openInjectionClient(application, `the state directory ${stateFolder}`);
}

function parseServer(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new CliError('usage', `--server: expected a URL such as http://127.0.0.1:4400, got ${text}`);
}
