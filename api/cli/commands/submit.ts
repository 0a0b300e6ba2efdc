// practicum submit: hands in the deliverable of a task.
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { CliError } from '../cli-error.ts';
import { newCommand } from '../new-command.ts';
import type { PersonApi } from '../person-api.ts';
import { readText } from '../read-text.ts';
import { withApi } from '../with-api.ts';

type Options = {
  seat?: string;
  cohort?: string;
  track?: string;
  task?: string;
  file?: string[];
  coAuthor?: string[];
  reflection?: string;
};

const SeatSummary = z.looseObject({
  seatId: z.string(),
  cohortKey: z.string(),
  track: z.string(),
  tasks: z.array(z.looseObject({ task: z.string() })),
  sandbox: z.looseObject({ sandboxId: z.string() }),
});
type SeatSummary = z.infer<typeof SeatSummary>;

const SeatDetail = z.looseObject({
  tasks: z.array(
    z.looseObject({
      key: z.string(),
      deliverable: z.looseObject({ files: z.array(z.looseObject({ path: z.string() })) }),
    }),
  ),
});

const ReceiptAnswer = z.looseObject({
  submissionId: z.string(),
  round: z.int(),
  submittedAt: z.string(),
  dueAt: z.string(),
});

export function submitCommand(cli: Cli): Command {
  return newCommand('submit', {
    purpose: "Hands in a task's deliverable, and prints the signed receipt.",
    notes:
      'Takes what lies in the sandbox of the seat; files given with --file are laid there first, under the names that ' +
      'the task expects. A refusal names file, line and remedy, and loses nothing.',
    examples: [
      'practicum submit --task B1 --file problem_brief.md',
      'practicum submit --cohort pd-12-autumn --track builders --task B1 --json > receipt.json',
    ],
    exits: ['refused', 'unreachable'],
  })
    .option('--seat <id>', 'the seat (sea_…); not needed when you have only one')
    .option('--cohort <key>', 'your seat in this cohort')
    .option('--track <track>', 'your seat on this track')
    .option('--task <key>', 'the task, such as B1; not needed when the seat has only one')
    .option('--file <path...>', 'local files of the deliverable')
    .option('--co-author <email...>', 'who else hands this in; they have a seat on the same track')
    .option('--reflection <file>', 'YAML with savedTime, qualityOk, whereBroke, doDifferently')
    .action(action(cli, submit));
}

async function submit(call: Call, options: Options): Promise<Answer> {
  const reflection = options.reflection && parseYaml(await readText(resolve(call.folder, options.reflection)));
  const receipt = await withApi(call, async (api) => {
    const seat = await chooseSeat(api, options);
    const task = chooseTask(seat, options.task);
    for (const file of options.file ?? []) await layFile(api, seat, task, resolve(call.folder, file));
    const request = {
      task,
      ...(options.coAuthor ? { coAuthors: options.coAuthor } : {}),
      ...(reflection === undefined ? {} : { reflection }),
    };
    return api.post(`/api/seats/${seat.seatId}/submissions`, request, ReceiptAnswer);
  });
  return {
    json: receipt,
    lines: [
      `Sealed ${receipt.submissionId}, round ${receipt.round}, at ${receipt.submittedAt}`,
      `A reviewer answers by ${receipt.dueAt}. Keep the receipt with --json > receipt.json.`,
    ],
  };
}

async function chooseSeat(api: PersonApi, { seat, cohort, track }: Options): Promise<SeatSummary> {
  const mine = await api.list('/api/seats?mine=true', SeatSummary);
  const fitting = mine.filter(
    (each) =>
      (seat === undefined || each.seatId === seat) &&
      (cohort === undefined || each.cohortKey === cohort) &&
      (track === undefined || each.track === track),
  );
  const [only, another] = fitting;
  if (only && !another) return only;
  const choice = (fitting.length > 0 ? fitting : mine).map(
    (each) => `${each.seatId} (${each.cohortKey}, ${each.track})`,
  );
  const got = fitting.length === 0 ? 'none' : String(fitting.length);
  throw new CliError(
    'refused',
    `Expected one seat of yours, got ${got}. Name it with --seat: ${choice.join(', ') || 'you have none'}.`,
  );
}

function chooseTask({ tasks }: SeatSummary, asked: string | undefined): string {
  const keys = tasks.map(({ task }) => task);
  if (asked !== undefined) return asked;
  const [only, another] = keys;
  if (only !== undefined && another === undefined) return only;
  throw new CliError('refused', `Name the task with --task: one of ${keys.join(', ')}.`);
}

/** Under the path that the deliverable has for a file of this name. */
async function layFile(api: PersonApi, seat: SeatSummary, task: string, path: string): Promise<void> {
  const { tasks } = await api.get(`/api/seats/${seat.seatId}`, SeatDetail);
  const expected = tasks.find(({ key }) => key === task)?.deliverable.files.map((file) => file.path) ?? [];
  const name = expected.find((each) => basename(each) === basename(path));
  if (name === undefined) {
    throw new CliError('refused', `${path}: expected a file of the deliverable, one of ${expected.join(', ')}`);
  }
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new CliError('refused', `${path}: expected a file, got ${cause.code}`, { cause });
  });
  const encoded = name.split('/').map(encodeURIComponent).join('/');
  await api.putBytes(`/api/sandboxes/${seat.sandbox.sandboxId}/files/${encoded}`, bytes);
}
