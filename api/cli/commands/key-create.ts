// practicum key create: a new key file.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createKeyFile } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';

export function keyCreateCommand(cli: Cli): Command {
  return newCommand('create', {
    purpose: 'Makes a key file: one line of base64 of 32 random bytes, mode 0600.',
    notes:
      'The same key gives the same pseudonyms. Who has it can recompute them, so keep it where the source is kept.',
    examples: ['practicum key create bank.key'],
    exits: ['refused'],
  })
    .argument('<file>', 'file to make; it must not exist')
    .action(action(cli, keyCreate));
}

async function keyCreate(call: Call, file: string): Promise<Answer> {
  const path = resolve(call.folder, file);
  await createKeyFile(path);
  return { json: { keyFile: path }, lines: [`Made ${path}`] };
}
