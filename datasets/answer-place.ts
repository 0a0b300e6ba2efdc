// Where the answer key of a run is made, and where it comes to stand: beside the extract, never inside.
import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { ExtractError } from './extract-error.ts';
import type { ParsedPolicy } from './policy/parse-policy.ts';
import { moveIntoPlace } from './seal/files.ts';
import { partialPath, removeLeftovers } from './seal/partial-folder.ts';

export type AnswerPlace = { partial: string; moveIntoPlace: () => Promise<void>; remove: () => Promise<void> };

/** Undefined where the policy neither withholds nor plants. Throws ExtractError where the folder and the policy do not go together. */
export async function openAnswerPlace(
  { policy, refuse }: ParsedPolicy,
  outDir: string,
  answerKeyDir: string | undefined,
): Promise<AnswerPlace | undefined> {
  const holdsBack = policy.plant.length > 0 ? 'plant' : policy.withhold.length > 0 ? 'withhold' : undefined;
  if (answerKeyDir === undefined) {
    if (holdsBack === undefined) return undefined;
    throw refuse(
      [holdsBack],
      'expected to be told where the answer key goes (--answer-key DIR), because this policy holds answers back, got nothing',
    );
  }
  if (holdsBack === undefined)
    throw refuse(
      [],
      'expected withhold or plant, because an answer key is asked for, got neither: leave --answer-key out',
    );
  const dir = resolve(answerKeyDir);
  if (dir === outDir || dir.startsWith(outDir + sep))
    throw new ExtractError(
      'bad-policy',
      `expected a folder for the answer key outside the extract, got ${dir}; learners read everything in the extract`,
    );
  if (await lstat(dir).then(Boolean, () => false))
    throw new ExtractError('output-exists', `expected ${dir} not to exist, got something there; choose another folder`);
  const parent = dirname(dir);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(dir);
  const partial = partialPath(dir);
  await mkdir(partial, { mode: 0o700 });
  return {
    partial,
    moveIntoPlace: () => moveIntoPlace(partial, dir, parent),
    remove: () => rm(partial, { recursive: true, force: true }),
  };
}
