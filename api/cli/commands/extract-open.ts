// practicum extract open: the ready database of a sealed extract.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openExtract } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';

export function extractOpenCommand(cli: Cli): Command {
  return newCommand('open', {
    purpose: 'Builds a DuckDB file of a sealed extract, for tools that want a database.',
    notes:
      'The seal is checked first. The file stands outside it: its bytes are other ones each time, its rows the same.',
    examples: ['practicum extract open out/berka --out berka.duckdb'],
    exits: ['refused', 'notVerified'],
  })
    .argument('<dir>', 'folder of the extract')
    .requiredOption('--out <file>', 'database file to make; it must not exist')
    .action(action(cli, extractOpen));
}

async function extractOpen(call: Call, dir: string, options: { out: string }): Promise<Answer> {
  const file = resolve(call.folder, options.out);
  const { tables, rows } = await openExtract(resolve(call.folder, dir), file);
  return { json: { file, tables, rows }, lines: [`Made ${file}: ${tables} tables, ${rows} rows`] };
}
