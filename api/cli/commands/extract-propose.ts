// practicum extract propose: a source without a policy to a policy that a data steward can begin with.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type PolicyProposal, proposePolicy, recordSchema } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { CliError } from '../cli-error.ts';
import { newCommand, parseCount } from '../new-command.ts';
import { openProgress } from '../progress.ts';

type Options = { out?: string; useCase?: string; sample?: number; schema?: string; threads?: number; memory?: number };

export function extractProposeCommand(cli: Cli): Command {
  return newCommand('propose', {
    purpose: 'Looks at a source and proposes a policy: every column with a rule, its reasons and how sure they are.',
    notes:
      'The dialect of CSV files, types, keys, relations, whose data it is and what each column holds are found out; what is ' +
      'found and guessed is said. Where the evidence is thin it proposes drop. A data steward reads, mends and signs the policy; ' +
      'it holds no value of the source. With --out it is written there, with the schema as it was seen beside it ' +
      '(POLICY.schema.json) for practicum extract diff; without, it is printed.',
    examples: [
      'practicum extract propose ./bank --out policy.yaml --use-case pd-12',
      'practicum extract propose postgresql://reader@db/core --schema public --json',
    ],
    exits: ['refused'],
  })
    .argument('<source>', 'folder of CSV or Parquet files, DuckDB file, or postgresql:// URL')
    .option('--out <file>', 'where to write the policy; it must not exist')
    .option('--use-case <name>', 'what the extract is for; the name of the source when not given')
    .option('--sample <n>', 'read at most so many different values of a column (1000); all are counted', parseCount)
    .option('--schema <name>', 'schema of a database (public, in DuckDB main)')
    .option('--threads <n>', 'at most this many threads; the result is the same', parseCount)
    .option('--memory <mib>', 'at most this much memory in MiB; the result is the same', parseCount)
    .action(action(cli, extractPropose));
}

async function extractPropose(call: Call, source: string, options: Options): Promise<Answer> {
  const { useCase, sample, schema, threads, memory } = options;
  const out = options.out === undefined ? undefined : resolve(call.folder, options.out);
  using progress = openProgress(call.terminal);
  const proposal = await proposePolicy({
    source: /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? source : resolve(call.folder, source),
    signal: call.signal,
    ...(useCase === undefined ? {} : { useCase }),
    ...(sample === undefined ? {} : { sample }),
    ...(schema === undefined ? {} : { schema }),
    ...(threads === undefined ? {} : { threads }),
    ...(memory === undefined ? {} : { memoryMiB: memory }),
    onProgress: ({ stage, table, rows, done, total }) =>
      progress.show(
        'propose',
        done,
        total,
        [stage, table, rows === undefined ? '' : `${rows} rows`].filter(Boolean).join(' '),
      ),
  });
  if (out !== undefined) {
    await writeNew(out, proposal.policy);
    await recordSchema(out, proposal);
  }
  const { schema: _, ...told } = proposal;
  return {
    json: { ...told, file: out ?? null },
    lines: out === undefined ? [proposal.policy.trimEnd()] : summary(proposal, out),
  };
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const got = code === 'EEXIST' ? 'something there: a policy is never overwritten' : code;
    throw new CliError('refused', `expected to write a new file ${path}, got ${got}; choose another place`, { cause });
  }
}

function summary({ columns, subject, relations, found, leftOut }: PolicyProposal, out: string): string[] {
  const of = (role: string) => columns.filter((column) => column.role === role);
  const direct = of('directIdentifier').map(({ table, column }) => `${table}.${column}`);
  return [
    `Proposed ${out}`,
    ...found.remarks.map((remark) => `  ${remark}`),
    ...(found.sure ? [] : ['  look at how the files are read: something of it is a guess']),
    `  subject: ${subject.table} (${subject.reason})`,
    `  ${columns.length} columns, ${relations.length} relations; ${columns.filter(({ rule }) => rule === 'drop').length} columns dropped`,
    `  direct identifiers: ${direct.length === 0 ? 'none found' : direct.join(', ')}`,
    ...leftOut.map(({ place, reason }) => `  not named: ${place} ${reason}`),
    'It is a guess with reasons: read it, mend it, and have a data steward sign it (practicum extract sign).',
  ];
}
