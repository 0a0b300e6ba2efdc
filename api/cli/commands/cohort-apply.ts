// practicum cohort apply: brings a cohort to what its manifest says.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { askConfirmation } from '../ask-confirmation.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { Applied, type Board, type BoardSeat, Plan } from '../cohort-shapes.ts';
import { findingLines } from '../finding-lines.ts';
import { followCohort } from '../follow-cohort.ts';
import { placed, withPlaces } from '../named-document.ts';
import { newCommand, parseCount } from '../new-command.ts';
import type { PersonApi } from '../person-api.ts';
import { openProgress } from '../progress.ts';
import { readManifest } from '../read-manifest.ts';
import { showPlan } from '../show-plan.ts';
import { withApi } from '../with-api.ts';

type Options = { confirm?: string; wait: boolean; timeout?: number };

export function cohortApplyCommand(cli: Cli): Command {
  return newCommand('apply', {
    purpose: 'Brings a cohort to what its manifest says, and waits until every sandbox is ready.',
    notes:
      'Shows the plan first. Only where sandboxes would be removed does it ask for the key of the cohort. ' +
      'Applying the same manifest again changes nothing; after Ctrl-C a running server goes on with the launch.',
    examples: [
      'practicum cohort apply cohort.yaml',
      'practicum cohort apply cohort.yaml --confirm pd-12-autumn --json',
    ],
    exits: ['refused', 'blocked', 'unreachable'],
  })
    .argument('<manifest>', 'cohort manifest (YAML)')
    .option('--confirm <key>', 'the key of the cohort: confirms that sandboxes are removed')
    .option('--no-wait', 'do not wait until every sandbox is ready')
    .option('--timeout <seconds>', 'stop waiting after this long; the server goes on', parseCount)
    .action(action(cli, cohortApply));
}

async function cohortApply(call: Call, file: string, options: Options): Promise<Answer> {
  const manifest = await readManifest(resolve(call.folder, file));
  return withApi(call, (api) =>
    withPlaces(call, manifest, async () => {
      const plan = await api.post('/api/cohorts/plan', { manifest: manifest.content }, Plan);
      const blockers = plan.blockers.map((finding) => placed(call, manifest, finding));
      const warnings = plan.warnings.map((finding) => placed(call, manifest, finding));
      for (const line of showPlan(plan, { blockers: [], warnings })) call.terminal.note(line);
      if (blockers.length > 0) {
        const lines = ['The plan has blockers; nothing was changed.', ...findingLines(blockers)];
        return { json: { plan: { ...plan, blockers, warnings } }, lines, exit: 'blocked' };
      }
      const confirm = await confirmationOf(call, plan, options.confirm);
      const applied = await api.post('/api/cohorts/apply', { manifest: manifest.content, ...confirm }, Applied);
      if (!options.wait)
        return { json: applied, lines: [`Applied ${applied.key} (${applied.cohortId}); not waiting.`] };
      return readyAnswer(await waitUntilReady(call, api, applied.cohortId, options.timeout));
    }),
  );
}

async function confirmationOf(call: Call, plan: Plan, given: string | undefined): Promise<{ confirm?: string }> {
  if (plan.confirm === null) return {};
  const { length } = plan.seats.retire;
  const what = `This removes ${length === 1 ? 'a sandbox' : `${length} sandboxes`} with the work in ${length === 1 ? 'it' : 'them'}.`;
  return { confirm: await askConfirmation(call, { key: plan.confirm, what, given }) };
}

async function waitUntilReady(call: Call, api: PersonApi, cohortId: string, timeoutSeconds: number | undefined) {
  using progress = openProgress(call.terminal);
  const { clock, signal } = call;
  const settled = ({ sandbox }: BoardSeat) => sandbox.status === 'ready';
  const until = ({ seats }: Board) => seats.every(settled);
  return await followCohort({ api, clock, signal, progress, timeoutSeconds, settled, until }, cohortId);
}

function readyAnswer(board: Board): Answer {
  return {
    json: board,
    lines: [`${board.key}: ${board.seats.length} of ${board.seats.length} sandboxes are ready`],
  };
}
