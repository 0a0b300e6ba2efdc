// practicum people add: people of a file into the programme.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { withPlaces } from '../named-document.ts';
import { newCommand } from '../new-command.ts';
import { readPeople } from '../read-people.ts';
import { withApi } from '../with-api.ts';

const Added = z.looseObject({ added: z.int(), changed: z.int(), unchanged: z.int() });

export function peopleAddCommand(cli: Cli): Command {
  return newCommand('add', {
    purpose: 'Adds the people of a file, or brings those who are known up to date: all of them or nobody.',
    notes:
      'Columns or keys: email, name, team, department, managerEmail, jobRole, timeZone, roles, validFrom. ' +
      'Without roles a new person becomes a learner. Adding the same file again changes nothing.',
    examples: ['practicum people add people.csv'],
    exits: ['refused', 'unreachable'],
  })
    .argument('<file>', 'CSV with a header, or a list as YAML or JSON')
    .action(action(cli, peopleAdd));
}

async function peopleAdd(call: Call, file: string): Promise<Answer> {
  const people = await readPeople(resolve(call.folder, file));
  const counts = await withApi(call, (api) =>
    withPlaces(call, people, () => api.post('/api/people', people.content, Added)),
  );
  return {
    json: counts,
    lines: [`${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged`],
  };
}
