// practicum receipt verify: a submission's receipt, offline.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { verifyReceipt } from '../../submissions/receipt.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { CliError } from '../cli-error.ts';
import { newCommand } from '../new-command.ts';
import { readText } from '../read-text.ts';
import { withApi } from '../with-api.ts';

export function receiptVerifyCommand(cli: Cli): Command {
  return newCommand('verify', {
    purpose: 'Checks the signature of a receipt: offline with a kept public key, else with the key of the server.',
    examples: [
      'practicum receipt verify receipt.json',
      'practicum receipt verify receipt.json --public-key receipt-key.json',
    ],
    exits: ['refused', 'unreachable', 'notVerified'],
  })
    .argument('<file>', 'the receipt (JSON)')
    .option('--public-key <file>', 'what /api/receipt-key answered at any time before, or its base64 alone')
    .action(action(cli, receiptVerify));
}

async function receiptVerify(call: Call, file: string, options: { publicKey?: string }): Promise<Answer> {
  const path = resolve(call.folder, file);
  const receipt = parseReceipt(await readText(path), path);
  const publicKey =
    options.publicKey === undefined
      ? (await withApi(call, (api) => api.get('/api/receipt-key', PublicKeyAnswer))).publicKey
      : await readPublicKey(resolve(call.folder, options.publicKey));
  const verification = verifyReceipt(receipt, publicKey);
  if (!verification.valid)
    return { json: verification, lines: [`${path} is not valid. ${verification.reason}`], exit: 'notVerified' };
  const { submissionId, track, task, round, submittedAt, dueAt } = verification.receipt;
  return {
    json: verification,
    lines: [
      `The receipt is valid: ${submissionId}, ${track} ${task}, round ${round}`,
      `  submitted ${submittedAt}, to be reviewed by ${dueAt}`,
    ],
  };
}

const PublicKeyAnswer = z.object({ publicKey: z.string() });

async function readPublicKey(path: string): Promise<string> {
  const text = (await readText(path)).trim();
  if (/^[A-Za-z0-9+/]+=*$/.test(text)) return text;
  const parsed = PublicKeyAnswer.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.publicKey;
  throw new CliError('refused', `${path}: expected the JSON of /api/receipt-key or one line of base64, got neither`);
}

function parseReceipt(text: string, path: string): unknown {
  const parsed = parseJson(text);
  // What `submit --json` printed is a receipt inside a larger document.
  const Kept = z.object({ receipt: z.unknown() });
  const kept = Kept.safeParse(parsed);
  if (parsed === undefined)
    throw new CliError('refused', `${path}: expected the JSON of a receipt, got something else`);
  return kept.success && kept.data.receipt !== undefined ? kept.data.receipt : parsed;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
