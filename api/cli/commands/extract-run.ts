// practicum extract run: source and policy to a sealed extract, or a closed gate.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type ExtractOutcome, runExtract } from '../../../datasets/extract.ts';
import { today } from '../../clock.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand, parseCount } from '../new-command.ts';
import { withPolicyPlaces } from '../policy-places.ts';
import { openProgress } from '../progress.ts';

type Options = {
  source: string;
  out: string;
  keyFile: string;
  threads?: number;
  memory?: number;
  unsigned?: true;
  answerKey?: string;
  view?: string;
  csv?: true;
};

export function extractRunCommand(cli: Cli): Command {
  return newCommand('run', {
    purpose: 'Makes a sealed extract of a source under a policy, or says why the gate is closed.',
    notes:
      'Nothing but what the policy names leaves the source, and only when a data steward has signed the policy. With a closed gate, and after Ctrl-C, nothing is written. ' +
      'Beside DIR it writes DIR.identifiers.json, which recognizes leaks in submissions and never goes into a sandbox.',
    examples: [
      'practicum extract run tracks/policies/berka.yaml --source ./berka --out out/berka --key-file bank.key',
      'practicum extract run policy.yaml --source postgresql://reader@db/core --out out/core --key-file bank.key',
    ],
    exits: ['refused', 'blocked', 'notVerified'],
  })
    .argument('<policy>', 'extract policy (YAML)')
    .requiredOption('--source <path-or-url>', 'folder of CSV or Parquet files, DuckDB file, or postgresql:// URL')
    .requiredOption('--out <dir>', 'folder to make; it must not exist')
    .requiredOption('--key-file <file>', 'the key of the pseudonyms (practicum key create)')
    .option('--view <name>', 'what one of the views of the policy shows, such as that of a track')
    .option('--csv', 'seal every table as CSV too')
    .option('--answer-key <dir>', 'folder to make for what the policy withholds and plants: never for learners')
    .option('--threads <n>', 'at most this many threads; the result is the same', parseCount)
    .option('--memory <mib>', 'at most this much memory in MiB; the result is the same', parseCount)
    .option('--unsigned', 'go on though no data steward has signed the policy; the extract will say so')
    .action(action(cli, extractRun));
}

async function extractRun(call: Call, policy: string, options: Options): Promise<Answer> {
  const outDir = resolve(call.folder, options.out);
  const policyPath = resolve(call.folder, policy);
  using progress = openProgress(call.terminal);
  const outcome = await withPolicyPlaces(call, policyPath, () =>
    runExtract({
      policyPath,
      source: isUrl(options.source) ? options.source : resolve(call.folder, options.source),
      outDir,
      keyPath: resolve(call.folder, options.keyFile),
      allowUnsigned: options.unsigned === true,
      asOf: today(),
      csv: options.csv === true,
      ...(options.view === undefined ? {} : { view: options.view }),
      ...(options.answerKey === undefined ? {} : { answerKeyDir: resolve(call.folder, options.answerKey) }),
      signal: call.signal,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.memory === undefined ? {} : { memoryMiB: options.memory }),
      onProgress: ({ stage, table, rows, done, total }) =>
        progress.show(
          'extract',
          done,
          total,
          [stage, table, rows === undefined ? '' : `${rows} rows`].filter(Boolean).join(' '),
        ),
    }),
  );
  const answerKey = options.answerKey === undefined ? '' : ` --answer-key ${resolve(call.folder, options.answerKey)}`;
  return answerOf(outcome, outDir, answerKey);
}

function answerOf(outcome: ExtractOutcome, outDir: string, answerKey: string): Answer {
  if (outcome.verdict === 'closed') {
    return {
      json: outcome,
      lines: ['The gate is closed; nothing was written.', ...outcome.checks.map(checkLine)],
      exit: 'blocked',
    };
  }
  const { manifest, digest } = outcome;
  return {
    json: { ...outcome, folder: outDir },
    lines: [
      `Sealed ${outDir}`,
      `  ${digest}`,
      manifest.policy.signedBy
        ? `  policy signed by ${manifest.policy.signedBy.signer}`
        : '  nobody has signed the policy, and the manifest says so',
      ...manifest.tables.map((table) => `  ${table.name}: ${table.rows} rows, ${table.columns.length} columns`),
      ...manifest.checks.map(checkLine),
      `Next: practicum extract publish ${outDir}${answerKey}`,
    ],
  };
}

const checkLine = (check: { name: string; status: string; detail: string }) =>
  `  ${check.name}: ${check.status}: ${check.detail}`;

const isUrl = (source: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(source);
