// practicum extract verify: a sealed extract against its manifest.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { verifyExtract } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';

export function extractVerifyCommand(cli: Cli): Command {
  return newCommand('verify', {
    purpose: 'Checks the files of a sealed extract against its manifest, and the signature of that.',
    examples: ['practicum extract verify out/berka'],
    exits: ['notVerified'],
  })
    .argument('<dir>', 'folder of the extract')
    .action(action(cli, extractVerify));
}

async function extractVerify(call: Call, dir: string): Promise<Answer> {
  const folder = resolve(call.folder, dir);
  const verification = await verifyExtract(folder);
  if (verification.ok) return { json: verification, lines: [`The seal holds: ${verification.digest}`] };
  return {
    json: verification,
    lines: [`The seal of ${folder} does not hold.`, ...verification.problems.map((problem) => `  ${problem}`)],
    exit: 'notVerified',
  };
}
