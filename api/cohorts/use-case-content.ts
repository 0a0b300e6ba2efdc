// The content of use cases, read once: it changes only with the version that runs.
import { loadUseCases } from '../../tracks/load-use-case.ts';
import type { TrackName } from '../../tracks/track.ts';
import type { Track, UseCase } from '../../tracks/use-case.ts';

let loaded: Promise<UseCase[]> | undefined;

export function listUseCases(): Promise<UseCase[]> {
  loaded ??= loadUseCases();
  return loaded;
}

export async function findUseCase(key: string): Promise<UseCase | undefined> {
  return (await listUseCases()).find((useCase) => useCase.key === key);
}

/** The content of one track. Throws when this version no longer has it. */
export async function getTrack(useCaseKey: string, track: TrackName): Promise<Track> {
  const found = (await findUseCase(useCaseKey))?.tracks.find((each) => each.track === track);
  if (found) return found;
  throw new Error(`expected the use case ${useCaseKey} with the track ${track} among the content of this version`);
}

/** What a new sandbox of this track holds: the briefs, what the tasks come with, and the templates of what is to be handed in. */
export function startFilesOf(track: Track): Map<string, string> {
  const files = new Map<string, string>();
  for (const task of track.tasks) {
    files.set(track.tasks.length === 1 ? 'brief.md' : `brief-${task.key.toLowerCase()}.md`, task.brief);
    for (const material of task.materials) files.set(material.path, material.text);
    for (const file of task.deliverable.files) if (file.template !== undefined) files.set(file.path, file.template);
  }
  return files;
}
