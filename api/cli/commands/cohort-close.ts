// practicum cohort close: ends a cohort with all of its sandboxes.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { askConfirmation } from '../ask-confirmation.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import type { BoardSeat } from '../cohort-shapes.ts';
import { followCohort } from '../follow-cohort.ts';
import { newCommand, parseCount } from '../new-command.ts';
import { openProgress } from '../progress.ts';
import { getCohortByKey, readCohortKey } from '../read-cohort-key.ts';
import { withApi } from '../with-api.ts';

type Options = { confirm?: string; wait: boolean; timeout?: number };

export function cohortCloseCommand(cli: Cli): Command {
  return newCommand('close', {
    purpose: 'Ends a cohort: its sandboxes are destroyed with the work in them; submissions and reviews stay.',
    notes: 'Asks for the key of the cohort. Refused while a round is open.',
    examples: ['practicum cohort close cohort.yaml', 'practicum cohort close cohort.yaml --confirm pd-12-autumn'],
    exits: ['refused', 'unreachable'],
  })
    .argument('<manifest>', 'cohort manifest (YAML); only its key is read')
    .option('--confirm <key>', 'the key of the cohort')
    .option('--no-wait', 'do not wait until the cohort is closed')
    .option('--timeout <seconds>', 'stop waiting after this long; the server goes on', parseCount)
    .action(action(cli, cohortClose));
}

async function cohortClose(call: Call, file: string, options: Options): Promise<Answer> {
  const key = await readCohortKey(resolve(call.folder, file));
  return withApi(call, async (api) => {
    const { cohortId } = await getCohortByKey(api, key);
    const what = `This ends the cohort ${key} and destroys its sandboxes with the work in them.`;
    const confirm = await askConfirmation(call, { key, what, given: options.confirm });
    const closing = await api.post(`/api/cohorts/${cohortId}/close`, { confirm }, z.looseObject({}));
    if (!options.wait) return { json: closing, lines: [`${key} is closing; not waiting.`] };
    using progress = openProgress(call.terminal);
    const { clock, signal } = call;
    const following = { api, clock, signal, progress, timeoutSeconds: options.timeout };
    const settled = ({ sandbox }: BoardSeat) => sandbox.status === 'gone';
    const board = await followCohort({ ...following, settled, until: ({ status }) => status === 'closed' }, cohortId);
    return { json: board, lines: [`${key} is closed.`] };
  });
}
