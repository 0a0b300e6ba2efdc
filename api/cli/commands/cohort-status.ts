// practicum cohort status: cohorts with their seats and sandboxes.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { Board, CohortSummary } from '../cohort-shapes.ts';
import { newCommand } from '../new-command.ts';
import { getCohortByKey, readCohortKey } from '../read-cohort-key.ts';
import { withApi } from '../with-api.ts';

export function cohortStatusCommand(cli: Cli): Command {
  return newCommand('status', {
    purpose: 'Shows how cohorts are: every seat with its sandbox.',
    examples: ['practicum cohort status', 'practicum cohort status cohort.yaml --json'],
    exits: ['refused', 'unreachable'],
  })
    .argument('[manifest]', 'only the cohort of this manifest')
    .action(action(cli, cohortStatus));
}

async function cohortStatus(call: Call, file: string | undefined): Promise<Answer> {
  const key = file === undefined ? undefined : await readCohortKey(resolve(call.folder, file));
  const cohorts = await withApi(call, async (api) => {
    const asked = key === undefined ? await api.list('/api/cohorts', CohortSummary) : [await getCohortByKey(api, key)];
    const boards: Board[] = [];
    for (const { cohortId } of asked) boards.push(await api.get(`/api/cohorts/${cohortId}`, Board));
    return boards;
  });
  const lines = cohorts.length === 0 ? ['There is no cohort yet.'] : cohorts.flatMap(boardLines);
  return { json: { cohorts }, lines };
}

function boardLines({ key, name, status, seats }: Board): string[] {
  const ready = seats.filter((seat) => seat.sandbox.status === 'ready').length;
  return [
    `${key}  ${name}  (${status}): ${ready} of ${seats.length} sandboxes ready`,
    ...seats.map(
      ({ track, learner, sandbox: { sandboxId, status: state, failure } }) =>
        `  ${track.padEnd(12)} ${learner.email.padEnd(32)} ${sandboxId}  ${state}${failure === null ? '' : `: ${failure}`}`,
    ),
  ];
}
