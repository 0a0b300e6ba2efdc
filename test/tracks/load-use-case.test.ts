// A company's own use case: read from a folder, refused with file and line when something does not fit.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ContentError } from '../../tracks/content-error.ts';
import { getUseCase, loadUseCases } from '../../tracks/load-use-case.ts';

const shipped = join(import.meta.dirname, '..', '..', 'tracks', 'use-cases');

/** A copy of PD-12 in a folder of its own, with some of its text changed. */
async function withChanged<T>(
  file: string,
  change: (text: string) => string,
  body: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'use-cases-'));
  try {
    await cp(join(shipped, 'pd-12'), join(folder, 'pd-12'), { recursive: true });
    const path = join(folder, 'pd-12', file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    if (before === after) throw new Error(`the change found nothing to change in ${file}`);
    await writeFile(path, after);
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const lineWith = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('a use case in another folder loads like those that ship', async () => {
  const useCases = await withChanged(
    'use-case.yaml',
    (text) => text.replace(/^title: .*$/m, 'title: Our own problem'),
    loadUseCases,
  );
  expect(useCases.map(({ key, title }) => [key, title])).toEqual([['pd-12', 'Our own problem']]);
});

test('an unknown use case is answered with those there are', async () => {
  await expect(getUseCase('pd-13')).rejects.toThrow(/no use case "pd-13".*berka-pd, pd-12/);
});

// mutant: leave the clause lookup out of the loader, caught by "a clause that no framework has"
test.each([
  [
    'an unknown key',
    'builders/tasks/b1/task.yaml',
    'dueDay: 5',
    'dueDays: 5',
    /dueDays is not a key.*did you mean "dueDay"/,
  ],
  ['a wrong type', 'builders/tasks/b1/task.yaml', 'dueDay: 5', 'dueDay: soon', /dueDay.*expected number/],
  [
    'a tool that the track does not have',
    'leaders/tasks/l3/task.yaml',
    'tools: [editor]',
    'tools: [sql-page]',
    /tool "sql-page" is not among/,
  ],
  [
    'a tool that nobody describes',
    'leaders/track.yaml',
    'tools: [editor]',
    'tools: [spreadsheet]',
    /no tool "spreadsheet"/,
  ],
  [
    'a check that does not exist',
    'builders/tasks/b1/task.yaml',
    'name: problemBrief',
    'name: problemBreif',
    /no check "problemBreif"; there are problemBrief/,
  ],
  [
    'a parameter that the check does not take',
    'translators/tasks/t1/task.yaml',
    'smallestCell: 10',
    'smallestCells: 10',
    /check sqlEvidence/,
  ],
  [
    'a rubric that the track does not have',
    'consumers/tasks/c4/task.yaml',
    'rubric: feedback',
    'rubric: feedbacks',
    /no rubric "feedbacks"; it has feedback/,
  ],
  [
    'a clause that no framework has',
    'governors/rubrics/documentation-review.yaml',
    'sr-26-2/effective-challenge',
    'sr-26-2/ineffective',
    /no "sr-26-2\/ineffective"; sr-26-2 has/,
  ],
  ['a criterion without L3', 'builders/rubrics/problem-brief.yaml', /^ {6}L3: .*\n/m, '', /levels\.L3/],
  [
    'five criteria',
    'builders/rubrics/problem-brief.yaml',
    /\n {2}- key: reproducibility[\s\S]*?(?=\n {2}- key)/,
    '',
    /expected six criteria/,
  ],
  [
    'a file copied from another use case',
    'builders/track.yaml',
    'useCase: pd-12',
    'useCase: pd-11',
    /belongs to use case "pd-11"/,
  ],
  [
    'a template that is not there',
    'builders/tasks/b1/task.yaml',
    'templates/problem_brief.md',
    'templates/brief.md',
    /brief\.md, which is missing/,
  ],
  [
    'a path that climbs out of the folder',
    'builders/tasks/b1/task.yaml',
    'brief: brief.md',
    'brief: ../../../brief.md',
    /without "\.\."/,
  ],
  ['broken YAML', 'use-case.yaml', 'key: pd-12', 'key: [pd-12', /use-case\.yaml/],
])('refuses %s, naming file and line', async (_what, file, from, to, message) => {
  const loading = withChanged(
    file,
    (text) => text.replace(from, to),
    async (folder) => {
      const changed = await readFile(join(folder, 'pd-12', file), 'utf8');
      const error = await loadUseCases(folder).catch((reason: unknown) => reason);
      return { changed, error };
    },
  );
  const { changed, error } = await loading;
  expect(error).toBeInstanceOf(ContentError);
  expect(error).toMatchObject({
    message: expect.stringMatching(message),
    file: expect.stringContaining(file),
    line: expect.any(Number),
  });
  // The line is the one that was changed, where the change can be found again.
  if (to !== '' && error instanceof ContentError && file !== 'use-case.yaml')
    expect(error.line).toBe(lineWith(changed, to));
});
