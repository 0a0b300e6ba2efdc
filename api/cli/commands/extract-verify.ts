// practicum extract verify: a sealed extract against its manifest.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { verifyExtract } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';

export function extractVerifyCommand(cli: Cli): Command {
  return newCommand('verify', {
    purpose: 'Checks the files of a sealed extract against its manifest, and the signature of that.',
    notes:
      'That nothing was changed since the seal says nothing of who sealed it: anybody can seal a folder with a key of their own. ' +
      '--signer names the key that must have done it (keyFingerprint in the manifest that you were first given).',
    examples: ['practicum extract verify out/berka', 'practicum extract verify out/berka --signer 3f0a…'],
    exits: ['notVerified'],
  })
    .argument('<dir>', 'folder of the extract')
    .option('--signer <fingerprint>', 'fingerprint of the key that must have sealed it')
    .action(action(cli, extractVerify));
}

async function extractVerify(call: Call, dir: string, options: { signer?: string }): Promise<Answer> {
  const folder = resolve(call.folder, dir);
  const verification = await verifyExtract(folder, options);
  if (verification.ok) return { json: verification, lines: [`The seal holds: ${verification.digest}`] };
  return {
    json: verification,
    lines: [`The seal of ${folder} does not hold.`, ...verification.problems.map((problem) => `  ${problem}`)],
    exit: 'notVerified',
  };
}
