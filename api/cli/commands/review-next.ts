// practicum review next: claims the round that is due first, and lays it out for reading.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { CliError } from '../cli-error.ts';
import { decisionTemplate } from '../decision-template.ts';
import { findingLines } from '../finding-lines.ts';
import { writePrivate } from '../kept-tokens.ts';
import { newCommand } from '../new-command.ts';
import type { PersonApi } from '../person-api.ts';
import { ClaimedRound } from '../review-shapes.ts';
import { withApi } from '../with-api.ts';

type Options = { track?: string; round?: string; out?: string };

export function reviewNextCommand(cli: Cli): Command {
  return newCommand('next', {
    purpose: 'Claims the round that is due first, lays out its files and a decision to fill in.',
    notes: 'The claim is yours alone for 90 minutes; if it runs out, the round returns to the queue with its deadline.',
    examples: ['practicum review next --track builders --out ./round'],
    exits: ['refused', 'unreachable', 'nothingWaiting'],
  })
    .option('--track <track>', 'only rounds of this track')
    .option('--round <id>', 'this round alone; again, if you hold it already')
    .option('--out <dir>', 'folder to lay it into (review-<round> in the current one)')
    .action(action(cli, reviewNext));
}

async function reviewNext(call: Call, { track, round: asked, out }: Options): Promise<Answer> {
  return withApi(call, async (api) => {
    const wish = { ...(track === undefined ? {} : { track }), ...(asked === undefined ? {} : { roundId: asked }) };
    const claimed = await api.post('/api/review/leases', wish, ClaimedRound);
    const { round } = claimed;
    const folder = resolve(call.folder, out ?? `review-${round.roundId}`);
    const files: string[] = [];
    for (const { path } of round.files) files.push(await layFile(api, round.submissionId, join(folder, 'files'), path));
    const decisionFile = join(folder, 'decision.yaml');
    await writePrivate(decisionFile, decisionTemplate(claimed));
    return {
      json: { ...claimed, folder, files, decisionFile },
      lines: [
        `Claimed ${round.roundId}: ${round.track} ${round.task}, round ${round.round}, due ${round.dueAt}`,
        ...files.map((file) => `  ${file}`),
        ...(round.advice.findings.length > 0 ? ['The check of the track remarks:'] : []),
        ...findingLines(round.advice.findings),
        `Fill in ${decisionFile}, then: practicum review publish ${decisionFile}`,
      ],
    };
  });
}

async function layFile(api: PersonApi, submissionId: string, folder: string, path: string): Promise<string> {
  const target = resolve(folder, path);
  const inside = relative(folder, target);
  // The server gives paths that it checked; this keeps even a wrong server from writing elsewhere.
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new CliError(
      'failed',
      `The server named the file ${JSON.stringify(path)}, which would lie outside ${folder}.`,
    );
  }
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, await api.getBytes(`/api/submissions/${submissionId}/files/${encoded}`));
  return target;
}
