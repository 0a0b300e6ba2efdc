// practicum extract publish: a sealed extract to the programme.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';
import { openProgress } from '../progress.ts';
import { publishExtract } from '../publish-extract.ts';
import { withApi } from '../with-api.ts';

export function extractPublishCommand(cli: Cli): Command {
  return newCommand('publish', {
    purpose: 'Registers a sealed extract in the programme, so that cohorts can name it.',
    notes: 'Its identifier set (DIR.identifiers.json) goes along: it stays in the server and recognizes leaks.',
    examples: ['practicum extract publish out/berka'],
    exits: ['refused', 'unreachable', 'notVerified'],
  })
    .argument('<dir>', 'folder of the extract')
    .action(action(cli, extractPublish));
}

async function extractPublish(call: Call, dir: string): Promise<Answer> {
  const published = await withApi(call, async (api) => {
    using progress = openProgress(call.terminal);
    return await publishExtract(api, resolve(call.folder, dir), (done, total, note) =>
      progress.show('publish', done, total, note),
    );
  });
  return { json: published, lines: [`Published ${published.extractId}`, `  ${published.digest}`] };
}
