// practicum login: spends a sign-in link and keeps who it signed in.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { findRunningServer } from '../../store/state-directory.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { CliError } from '../cli-error.ts';
import { keepToken, keptTokensFile, writePrivate } from '../kept-tokens.ts';
import { newCommand } from '../new-command.ts';
import { openClient } from '../open-client.ts';
import { PersonApi } from '../person-api.ts';
import { stateFolderOf } from '../state-folder.ts';

const SignedIn = z.object({
  token: z.string(),
  expiresAt: z.string(),
  person: z.looseObject({ name: z.string(), email: z.string(), roles: z.array(z.string()) }),
});

export function loginCommand(cli: Cli): Command {
  return newCommand('login', {
    purpose: 'Signs in with a one-time link and keeps the token for the commands that follow.',
    notes:
      'The token is kept for your account (mode 0600), for the server or state directory that was asked; ' +
      'with --token-file it is written to that file instead. It lasts 30 days.',
    examples: [
      "practicum login 'http://127.0.0.1:4400/sign-in?link=prl_…'",
      "practicum login 'http://127.0.0.1:4400/sign-in?link=prl_…' --token-file reviewer.token",
    ],
    exits: ['refused', 'unreachable'],
  })
    .argument('<link>', 'the link, or its secret alone')
    .action(action(cli, login));
}

async function login(call: Call, link: string): Promise<Answer> {
  const opened = await openClient({ ...call, global: { ...call.global, ...(await placeOf(call, link)) } });
  await using client = opened.client;
  const { clock, signal } = call;
  const api = new PersonApi({ client, clock, signal, token: undefined });
  const { token, expiresAt, person } = await api.post('/api/sign-in', { link: secretOf(link) }, SignedIn);
  const { tokenFile } = call.global;
  const file = tokenFile === undefined ? keptTokensFile() : resolve(call.folder, tokenFile);
  if (tokenFile === undefined) await keepToken(opened.keptFor, { token, email: person.email, expiresAt });
  else await writePrivate(file, `${token}\n`);
  return {
    json: { person, expiresAt, place: client.place, keptFor: opened.keptFor, keptIn: file },
    lines: [`Signed in as ${person.name} (${person.roles.join(', ')}) until ${expiresAt}, for ${opened.keptFor}`],
  };
}

/** Where the link itself points, unless the command line says otherwise or that is the state directory's own server. */
async function placeOf(call: Call, link: string): Promise<{ server?: string }> {
  const { server, state } = call.global;
  if (server !== undefined || state !== undefined || !URL.canParse(link)) return {};
  const { origin } = new URL(link);
  const running = await findRunningServer(stateFolderOf(call));
  return running && new URL(running.url).origin === origin ? {} : { server: origin };
}

function secretOf(link: string): string {
  const secret = (URL.canParse(link) ? new URL(link).searchParams.get('link') : undefined) ?? link;
  if (/^prl_[\w-]+$/.test(secret)) return secret;
  throw new CliError('refused', 'Expected a sign-in link (…/sign-in?link=prl_…) or its secret, got something else.');
}
