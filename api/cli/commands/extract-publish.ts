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
    notes:
      'Its identifier set (DIR.identifiers.json) goes along: it stays in the server and recognizes leaks. So does the answer key of ' +
      'a policy that withholds or plants: checks use it, nobody reads it.',
    examples: [
      'practicum extract publish out/berka',
      'practicum extract publish out/berka --answer-key out/berka-answers',
    ],
    exits: ['refused', 'unreachable', 'notVerified'],
  })
    .argument('<dir>', 'folder of the extract')
    .option('--answer-key <dir>', 'folder of its answer key, sent along')
    .action(action(cli, extractPublish));
}

async function extractPublish(call: Call, dir: string, options: { answerKey?: string }): Promise<Answer> {
  const answerKeyFolder =
    options.answerKey === undefined ? {} : { answerKeyFolder: resolve(call.folder, options.answerKey) };
  const published = await withApi(call, async (api) => {
    using progress = openProgress(call.terminal);
    const folders = { folder: resolve(call.folder, dir), ...answerKeyFolder };
    return await publishExtract(api, folders, (done, total, note) => progress.show('publish', done, total, note));
  });
  return { json: published, lines: [`Published ${published.extractId}`, `  ${published.digest}`] };
}
