// Runs work that asks the API as the person whom the command line means.
import { join, resolve } from 'node:path';
import { readIfThere } from '../store/state-directory.ts';
import type { Call } from './call.ts';
import { findKeptToken, readTokenFile } from './kept-tokens.ts';
import { type OpenedClient, openClient } from './open-client.ts';
import { PersonApi } from './person-api.ts';

/** Nothing stays open afterwards. */
export async function withApi<T>(call: Call, work: (api: PersonApi) => Promise<T>): Promise<T> {
  const opened = await openClient(call);
  await using client = opened.client;
  const { clock, signal } = call;
  // Awaited here: a promise that is returned as it is would outlive the client.
  return await work(new PersonApi({ client, clock, signal, token: await findToken(call, opened) }));
}

// The owner's token comes last: whoever can read it is the owner of this state directory anyhow.
async function findToken(call: Call, { keptFor, stateFolder }: OpenedClient): Promise<string | undefined> {
  const { tokenFile } = call.global;
  if (tokenFile !== undefined) return readTokenFile(resolve(call.folder, tokenFile));
  const kept = await findKeptToken(keptFor);
  if (kept !== undefined || stateFolder === undefined) return kept;
  return (await readIfThere(join(stateFolder, 'owner.token')))?.trim();
}
