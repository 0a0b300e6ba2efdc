// The content that ships: whole, consistent, answerable with what a seat has.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../datasets/policy/parse-policy.ts';
import { loadFrameworks } from '../../tracks/framework.ts';
import { getUseCase, loadUseCases } from '../../tracks/load-use-case.ts';
import { trackNames } from '../../tracks/track.ts';
import { levels } from '../../tracks/use-case.ts';

const useCases = await loadUseCases();
const frameworks = await loadFrameworks();
const tracks = useCases.flatMap((useCase) =>
  useCase.tracks.map((track) => ({ useCase, track, name: `${useCase.key} ${track.track}` })),
);
const tasks = tracks.flatMap(({ useCase, track }) =>
  track.tasks.map((task) => ({ useCase, track, task, name: `${useCase.key} ${task.key}` })),
);
const rubrics = tracks.flatMap(({ track }) =>
  track.rubrics.map((rubric) => ({ rubric, name: `${rubric.useCase} ${rubric.key}` })),
);

test('PD-12 and the Berka bank each have all six tracks, from data of the same shape', () => {
  expect(useCases.map((useCase) => useCase.key)).toEqual(['berka-pd', 'pd-12']);
  for (const useCase of useCases) expect(useCase.tracks.map((track) => track.track)).toEqual([...trackNames]);
});

test('a track asks for the same six abilities in every use case, so that levels can be compared', () => {
  const [first, ...others] = useCases;
  for (const other of others)
    other.tracks.forEach((track, position) => {
      const keys = (rubrics: typeof track.rubrics) =>
        rubrics.map((rubric) => rubric.criteria.map(({ key, gate }) => ({ key, gate })));
      expect(keys(track.rubrics)).toEqual(keys(first?.tracks[position]?.rubrics ?? []));
    });
});

describe.each(rubrics)('the rubric $name', ({ rubric }) => {
  test('describes each level of each criterion in words of its own', () => {
    const descriptors = rubric.criteria.flatMap((criterion) => levels.map((level) => criterion.levels[level]));
    expect(new Set(descriptors).size).toBe(rubric.criteria.length * levels.length);
  });

  test('cites no rule that another has replaced', () => {
    const replaced = frameworks
      .filter((framework) => framework.status === 'superseded')
      .map((framework) => framework.id);
    const cited = rubric.criteria.flatMap((criterion) => criterion.clauses);
    expect(cited.filter((clause) => replaced.includes(clause.split('/')[0] ?? ''))).toEqual([]);
  });
});

describe.each(tasks)('the task $name', ({ useCase, track, task }) => {
  test('tells the problem, who is hurt, and the decision before it names a deliverable or a tool', () => {
    const places = [
      '**What is going wrong.**',
      '**Who is hurt.**',
      '**What decision changes.**',
      '## What you hand in',
      '## What you work with',
    ].map((mark) => task.brief.indexOf(mark));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((left, right) => left - right));
  });

  test('names in its brief every file to hand in, every tool, and every document that comes with it', () => {
    const titles = track.tools.filter((tool) => task.tools.includes(tool.id)).map((tool) => tool.title);
    expect(titles).toHaveLength(task.tools.length);
    const brief = task.brief.toLowerCase();
    for (const name of [
      ...task.deliverable.files.map((file) => file.path),
      ...titles,
      ...task.materials.map((material) => material.path),
    ])
      expect(brief).toContain(name.toLowerCase());
  });

  test('is due inside the first two weeks, and asks for a review that fits its time box', () => {
    expect(task.dueDay).toBeLessThanOrEqual(14);
    expect(task.reviewMinutes).toBeLessThanOrEqual(track.track === 'builders' ? 45 : 25);
  });

  test('speaks only of tables and columns that its use case declares', () => {
    const columns = new Map(useCase.extract.tables.map((table) => [table.name, table.columns]));
    for (const [, table, column] of task.brief.matchAll(/`([a-z]+)\.([a-z_0-9]+)`/g)) {
      if (!columns.has(table ?? '')) continue;
      expect(columns.get(table ?? '')).toContain(column);
    }
  });
});

test('clauses that a check asks for exist in the frameworks', () => {
  const known = new Set(
    frameworks.flatMap((framework) => framework.clauses.map((clause) => `${framework.id}/${clause.id}`)),
  );
  const asked = tasks.flatMap(({ task }) => (task.check.parameters['clauses'] ?? []) as string[]);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((clause) => !known.has(clause))).toEqual([]);
});

test('a superseded framework says by what, and that is there', () => {
  const replaced = frameworks.filter((framework) => framework.status === 'superseded');
  expect(replaced.map((framework) => framework.id)).toContain('sr-11-7');
  for (const { supersededBy } of replaced) expect(frameworks.map((framework) => framework.id)).toContain(supersededBy);
});

test.each([
  ['pd-12', 'pd-12-bank.yaml'],
  ['berka-pd', 'berka.yaml'],
])('what the tasks of %s speak of is what the policy %s lets out', async (key, file) => {
  const path = join(import.meta.dirname, '..', '..', 'tracks', 'policies', file);
  const { policy } = parsePolicy(await readFile(path), path);
  const { extract } = await getUseCase(key);
  for (const { name, columns } of extract.tables) {
    const rules = policy.tables[name]?.columns ?? {};
    expect(columns.filter((column) => rules[column] === undefined || rules[column].drop === true)).toEqual([]);
  }
});
