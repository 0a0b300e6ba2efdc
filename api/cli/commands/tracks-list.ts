// practicum tracks list: the use cases with their tracks and tasks.
import type { Command } from 'commander';
import { loadUseCases } from '../../../tracks/load-use-case.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';

export function tracksListCommand(cli: Cli): Command {
  return newCommand('list', {
    purpose: 'Lists the use cases, their tracks and the tasks of each.',
    examples: ['practicum tracks list --json'],
  }).action(action(cli, tracksList));
}

async function tracksList(_call: Call): Promise<Answer> {
  const useCases = await loadUseCases();
  const items = useCases.map(({ key, title, tracks }) => ({
    key,
    title,
    tracks: tracks.map(({ track, tasks }) => ({
      track,
      tasks: tasks.map((task) => ({
        key: task.key,
        title: task.title,
        dueDay: task.dueDay,
        deliverable: task.deliverable.files.map((file) => file.path),
      })),
    })),
  }));
  const lines = items.flatMap(({ key, title, tracks }) => [
    `${key}  ${title}`,
    ...tracks.flatMap(({ track, tasks }) =>
      tasks.map((task) => `  ${track.padEnd(12)} ${task.key.padEnd(4)} ${task.title} (${task.deliverable.join(', ')})`),
    ),
  ]);
  return { json: { items }, lines };
}
