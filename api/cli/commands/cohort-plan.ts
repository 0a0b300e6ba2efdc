// practicum cohort plan: what applying a manifest would change.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { Plan } from '../cohort-shapes.ts';
import { placed, withPlaces } from '../named-document.ts';
import { newCommand } from '../new-command.ts';
import { readManifest } from '../read-manifest.ts';
import { showPlan } from '../show-plan.ts';
import { withApi } from '../with-api.ts';

export function cohortPlanCommand(cli: Cli): Command {
  return newCommand('plan', {
    purpose: 'Shows what applying a manifest would change, and what stands in the way; changes nothing.',
    examples: ['practicum cohort plan cohort.yaml'],
    exits: ['refused', 'blocked', 'unreachable'],
  })
    .argument('<manifest>', 'cohort manifest (YAML)')
    .action(action(cli, cohortPlan));
}

async function cohortPlan(call: Call, file: string): Promise<Answer> {
  const manifest = await readManifest(resolve(call.folder, file));
  const plan = await withApi(call, (api) =>
    withPlaces(call, manifest, () => api.post('/api/cohorts/plan', { manifest: manifest.content }, Plan)),
  );
  const blockers = plan.blockers.map((finding) => placed(call, manifest, finding));
  const warnings = plan.warnings.map((finding) => placed(call, manifest, finding));
  return {
    json: { ...plan, blockers, warnings },
    lines: showPlan(plan, { blockers, warnings }),
    exit: blockers.length > 0 ? 'blocked' : 'done',
  };
}
