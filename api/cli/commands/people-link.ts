// practicum people link: a one-time sign-in link for somebody.
import type { Command } from 'commander';
import { z } from 'zod';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';
import { withApi } from '../with-api.ts';

const Link = z.looseObject({ url: z.string(), expiresAt: z.string() });

export function peopleLinkCommand(cli: Cli): Command {
  return newCommand('link', {
    purpose: 'Makes a sign-in link for somebody: it works once, for 30 minutes.',
    examples: ['practicum people link bara.novotna@bank.example'],
    exits: ['refused', 'unreachable'],
  })
    .argument('<email>', 'address of a person of the programme')
    .action(action(cli, peopleLink));
}

async function peopleLink(call: Call, email: string): Promise<Answer> {
  const link = await withApi(call, (api) => api.post('/api/sign-in-links', { email }, Link));
  return { json: link, lines: [link.url, `Works once, until ${link.expiresAt}.`] };
}
