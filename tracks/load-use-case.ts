// Reads use cases from their folders, strictly.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { checkNames, findCheck } from './checks.ts';
import { ContentError } from './content-error.ts';
import { type Framework, loadFrameworks } from './framework.ts';
import { firstFault, readYaml, type YamlFile } from './read-yaml.ts';
import { type TrackName, trackNames } from './track.ts';
import {
  Rubric,
  type Task,
  TaskDeclaration,
  ToolDescriptor,
  type Track,
  TrackDeclaration,
  type UseCase,
  UseCaseDeclaration,
} from './use-case.ts';

const builtIn = join(import.meta.dirname, 'use-cases');

/** What every use case may refer to. */
type Shelf = { tools: ToolDescriptor[]; frameworks: Framework[] };
/** A folder of content with the use case it belongs to. */
type Place = { folder: string; useCase: string; shelf: Shelf };

/**
 * Every use case, by key, from the folders below `folder`: a company's own need no code, only a folder of the same shape.
 * Throws a ContentError that names file, line and what was expected.
 */
export async function loadUseCases(folder: string = builtIn): Promise<UseCase[]> {
  const toolsFile = join(import.meta.dirname, 'tools.yaml');
  const tools = readYaml('tools.yaml', await readFile(toolsFile, 'utf8'), z.array(ToolDescriptor)).value;
  const shelf = { tools, frameworks: await loadFrameworks() };
  const keys = await foldersIn(folder);
  return Promise.all(keys.map((key) => loadUseCase({ folder: join(folder, key), useCase: key, shelf })));
}

/** One use case. Throws, naming those there are, when there is none of that key. */
export async function getUseCase(key: string, folder?: string): Promise<UseCase> {
  const all = await loadUseCases(folder);
  const found = all.find((useCase) => useCase.key === key);
  if (!found)
    throw new Error(`There is no use case "${key}". There are: ${all.map((useCase) => useCase.key).join(', ')}.`);
  return found;
}

async function loadUseCase(place: Place): Promise<UseCase> {
  const path = join(place.folder, 'use-case.yaml');
  const { value, lineOf } = await readDeclaration(path, UseCaseDeclaration);
  if (value.key !== place.useCase)
    throw new ContentError(
      path,
      lineOf(['key']),
      `key "${value.key}" has to be the name of its folder, "${place.useCase}"`,
    );
  const tracks: Track[] = [];
  for (const track of trackNames) tracks.push(await loadTrack(track, { ...place, folder: join(place.folder, track) }));
  const taken = new Set<string>();
  for (const { key, track } of tracks.flatMap((each) => each.tasks)) {
    if (taken.has(key))
      throw new ContentError(join(place.folder, track), undefined, `task key ${key} is taken by another track`);
    taken.add(key);
  }
  return { ...value, brief: await readText(join(place.folder, value.brief), path, lineOf(['brief'])), tracks };
}

async function loadTrack(track: TrackName, place: Place): Promise<Track> {
  const path = join(place.folder, 'track.yaml');
  const { value, lineOf } = await readDeclaration(path, TrackDeclaration);
  assertUseCase(path, value.useCase, lineOf(['useCase']), place);
  if (value.track !== track)
    throw new ContentError(
      path,
      lineOf(['track']),
      `track "${value.track}" has to be the name of its folder, "${track}"`,
    );
  const tools = value.tools.map((id, position) => {
    const tool = place.shelf.tools.find((each) => each.id === id);
    if (tool) return tool;
    const known = place.shelf.tools.map((each) => each.id).join(', ');
    throw new ContentError(path, lineOf(['tools', position]), `no tool "${id}" in tools.yaml, which has ${known}`);
  });
  const rubrics = await loadRubrics({ ...place, folder: join(place.folder, 'rubrics') });
  const tasks: Task[] = [];
  for (const key of value.tasks) tasks.push(await loadTask(key, { track, tools, rubrics }, place));
  await refuseUnlisted(join(place.folder, 'tasks'), value.tasks, path, lineOf(['tasks']));
  return { useCase: place.useCase, track, objective: value.objective, tools, tasks, rubrics };
}

/** A folder that nobody lists would look like content and reach no learner. */
async function refuseUnlisted(
  folder: string,
  listed: readonly string[],
  path: string,
  line: number | undefined,
): Promise<void> {
  const wanted = listed.map((key) => key.toLowerCase());
  const unlisted = (await foldersIn(folder)).find((name) => !wanted.includes(name));
  if (unlisted !== undefined)
    throw new ContentError(path, line, `the folder tasks/${unlisted} is not listed; add its key or remove the folder`);
}

async function loadRubrics(place: Place): Promise<Rubric[]> {
  const names = (await readdir(place.folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(place.folder, name);
      const { value, lineOf } = await readDeclaration(path, Rubric);
      assertUseCase(path, value.useCase, lineOf(['useCase']), place);
      if (`${value.key}.yaml` !== name)
        throw new ContentError(
          path,
          lineOf(['key']),
          `key "${value.key}" has to be the file's name, "${name}" without .yaml`,
        );
      value.criteria.forEach(({ key, clauses }, position) => {
        const line = lineOf(['criteria', position]);
        if (value.criteria.findIndex((each) => each.key === key) < position)
          throw new ContentError(path, line, `criterion "${key}" stands here a second time`);
        for (const clause of clauses)
          assertClause(path, clause, lineOf(['criteria', position, 'clauses']), place.shelf.frameworks);
      });
      if (!value.criteria.some((criterion) => criterion.gate))
        throw new ContentError(
          path,
          lineOf(['criteria']),
          'no criterion is a gate; without one, anything above L0 would be accepted',
        );
      return value;
    }),
  );
}

function assertClause(
  path: string,
  reference: string,
  line: number | undefined,
  frameworks: readonly Framework[],
): void {
  const [id, clause] = reference.split('/');
  const framework = frameworks.find((each) => each.id === id);
  if (framework?.clauses.some((each) => each.id === clause)) return;
  const known = framework ? framework.clauses.map((each) => each.id) : frameworks.map((each) => each.id);
  throw new ContentError(
    path,
    line,
    `frameworks.yaml has no "${reference}"; ${framework ? framework.id : 'it'} has ${known.join(', ')}`,
  );
}

type Around = { track: TrackName; tools: readonly ToolDescriptor[]; rubrics: readonly Rubric[] };

async function loadTask(key: string, { track, tools, rubrics }: Around, place: Place): Promise<Task> {
  const folder = join(place.folder, 'tasks', key.toLowerCase());
  const path = join(folder, 'task.yaml');
  const { value, lineOf } = await readDeclaration(path, TaskDeclaration);
  const refuse = (where: readonly PropertyKey[], what: string): never => {
    throw new ContentError(path, lineOf(where), what);
  };
  assertUseCase(path, value.useCase, lineOf(['useCase']), place);
  if (value.key !== key) refuse(['key'], `key "${value.key}" has to be the one that track.yaml lists, "${key}"`);
  value.tools.forEach((id, position) => {
    if (!tools.some((tool) => tool.id === id))
      refuse(['tools', position], `tool "${id}" is not among the track's: ${tools.map((tool) => tool.id).join(', ')}`);
  });
  if (!rubrics.some((rubric) => rubric.key === value.rubric))
    refuse(
      ['rubric'],
      `the track has no rubric "${value.rubric}"; it has ${rubrics.map((rubric) => rubric.key).join(', ')}`,
    );
  const check = findCheck(value.check.name);
  if (!check)
    throw new ContentError(
      path,
      lineOf(['check', 'name']),
      `no check "${value.check.name}"; there are ${checkNames.join(', ')}`,
    );
  const parameters = check.parameters.safeParse(value.check.parameters);
  if (parameters.error) {
    const { place: fault, what } = firstFault(parameters.error);
    refuse(['check', 'parameters', ...fault], `check ${value.check.name}: ${what}`);
  }
  return {
    ...value,
    track,
    brief: await readText(join(folder, value.brief), path, lineOf(['brief'])),
    materials: await Promise.all(
      value.materials.map(async ({ file, ...material }, position) => ({
        ...material,
        text: await readText(join(folder, file), path, lineOf(['materials', position, 'file'])),
      })),
    ),
    deliverable: {
      title: value.deliverable.title,
      files: await Promise.all(
        value.deliverable.files.map(async ({ template, ...file }, position) => {
          if (template === undefined) return file;
          return {
            ...file,
            template: await readText(
              join(folder, template),
              path,
              lineOf(['deliverable', 'files', position, 'template']),
            ),
          };
        }),
      ),
    },
  };
}

function assertUseCase(path: string, named: string, line: number | undefined, { useCase }: Place): void {
  if (named !== useCase)
    throw new ContentError(
      path,
      line,
      `belongs to use case "${named}", but lies in the folder of "${useCase}"; copied and not changed?`,
    );
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readDeclaration<S extends z.ZodType>(path: string, schema: S): Promise<YamlFile<z.infer<S>>> {
  return readYaml(path, await readText(path), schema);
}

async function readText(path: string, namedIn?: string, line?: number): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const what =
      namedIn === undefined
        ? 'this file is missing or cannot be read'
        : `names ${path}, which is missing or cannot be read`;
    throw new ContentError(namedIn ?? path, line, what, { cause: error });
  }
}
