// practicum review publish: a filled-in decision.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { withPlaces } from '../named-document.ts';
import { newCommand } from '../new-command.ts';
import { readDecision } from '../read-decision.ts';
import { withApi } from '../with-api.ts';

export function reviewPublishCommand(cli: Cli): Command {
  return newCommand('publish', {
    purpose: 'Publishes a decision: accept, revise or unreviewable, with a level and evidence for every criterion.',
    examples: ['practicum review publish ./round/decision.yaml'],
    exits: ['refused', 'unreachable'],
  })
    .argument('<decision>', 'the file that review next laid out, filled in')
    .action(action(cli, reviewPublish));
}

async function reviewPublish(call: Call, file: string): Promise<Answer> {
  const decision = await readDecision(resolve(call.folder, file));
  const { roundId, ...body } = decision.content;
  const published = await withApi(call, (api) =>
    withPlaces(call, decision, () => api.post(`/api/rounds/${roundId}/decisions`, body, z.looseObject({}))),
  );
  return { json: published, lines: [`Published ${body.verdict} for ${roundId}`] };
}
