// practicum extract diff: what a change of the source did to a signed policy.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { diffPolicy, type PolicyDiff } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand, parseCount } from '../new-command.ts';
import { withPolicyPlaces } from '../policy-places.ts';
import { openProgress } from '../progress.ts';

type Options = { record?: true; threads?: number; memory?: number };

export function extractDiffCommand(cli: Cli): Command {
  return newCommand('diff', {
    purpose: 'Shows what a change of the source did to a policy, and whether a run would still be made.',
    notes:
      'Reads the source as a run would, writes nothing. New columns do not leave until the policy names them; what they look ' +
      'like is told. Types, nulls, enums and keys are compared with the schema that lies beside the policy (POLICY.schema.json, ' +
      'by propose --out or by --record). It ends with 0 where nothing changed, with 4 where something did that stops no run, ' +
      'with 3 where a run would be refused; a missing signature alone changes nothing, and is told.',
    examples: [
      'practicum extract diff policy.yaml ./bank',
      'practicum extract diff policy.yaml postgresql://reader@db/core --json',
    ],
    exits: ['refused', 'blocked'],
  })
    .argument('<policy>', 'extract policy (YAML)')
    .argument('<source>', 'folder of CSV or Parquet files, DuckDB file, or postgresql:// URL')
    .option('--record', 'keep the schema as it is now beside the policy, for the next time')
    .option('--threads <n>', 'at most this many threads; the result is the same', parseCount)
    .option('--memory <mib>', 'at most this much memory in MiB; the result is the same', parseCount)
    .action(action(cli, extractDiff));
}

async function extractDiff(call: Call, policy: string, source: string, options: Options): Promise<Answer> {
  const policyPath = resolve(call.folder, policy);
  using progress = openProgress(call.terminal);
  const diff = await withPolicyPlaces(call, policyPath, () =>
    diffPolicy({
      policyPath,
      source: /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? source : resolve(call.folder, source),
      record: options.record === true,
      signal: call.signal,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.memory === undefined ? {} : { memoryMiB: options.memory }),
      onProgress: ({ table, rows, done, total }) => progress.show('diff', done, total, `${table} ${rows} rows`),
    }),
  );
  const { changes } = diff;
  return {
    json: diff,
    lines: [
      changes.length === 0 ? 'Nothing changed.' : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}:`,
      ...changes.map(changeLine),
      signatureLine(diff),
      ...(diff.recorded
        ? []
        : [
            'No schema was recorded with the policy: types, nulls, enums and declared keys have nothing to compare with (--record).',
          ]),
      diff.refused ? 'A run would be refused.' : 'A run would go on.',
    ],
    exit:
      changes.some(({ stops }) => stops) || diff.signature.state === 'broken'
        ? 'refused'
        : changes.length > 0
          ? 'blocked'
          : 'done',
  };
}

function changeLine({ kind, table, column, detail, stops, idea }: PolicyDiff['changes'][number]): string {
  const place = [table, column].filter((part) => part !== null && part !== '').join('.');
  const looks = idea
    ? `; looks like ${idea.role}${idea.entity ? ` (${idea.entity})` : ''}, ${Math.round(idea.confidence * 100)} % sure: ${idea.reasons.join('; ')}`
    : '';
  return `  ${stops ? '!' : ' '} ${kind}${place === '' ? '' : ` ${place}`}: ${detail}${looks}`;
}

function signatureLine({ signature }: PolicyDiff): string {
  if (signature.state === 'holds') return `The signature of ${signature.signer} holds: the policy is as it was signed.`;
  return signature.state === 'absent' ? 'Nobody has signed the policy.' : signature.reason;
}
