// People come as CSV, YAML or JSON; a finding leads to its line in either.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPeople } from '../../../api/cli/read-people.ts';
import { parsePeopleList } from '../../../api/people/person-row.ts';
import { Problem } from '../../../api/problems.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-people-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, text: string) {
  await writeFile(join(folder, name), text);
  return readPeople(join(folder, name));
}

test('CSV goes as it is', async () => {
  const text = 'email,name\na@bank.example,A\n';
  expect((await read('people.csv', text)).content).toEqual({ csv: text });
});

test('a list is the same as YAML, under people:, or as JSON', async () => {
  const people = [{ email: 'a@bank.example' }];
  expect((await read('list.yaml', '- email: a@bank.example\n')).content).toEqual({ people });
  expect((await read('people.yml', 'people:\n  - email: a@bank.example\n')).content).toEqual({ people });
  expect((await read('people.json', JSON.stringify(people))).content).toEqual({ people });
});

test.each([
  ['list.yaml', '# staff\n- email: a@bank.example\n  name: A\n- email: nobody\n', 4],
  ['people.yaml', 'people:\n  - email: a@bank.example\n  - name: B\n    email: nobody\n', 4],
])('a finding of the API leads to its line of %s', async (name, text, line) => {
  const document = await read(name, text);
  if (!('people' in document.content)) throw new Error('expected a list');
  let findings: Problem['findings'] = [];
  try {
    parsePeopleList(document.content.people);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    findings = error.findings;
  }
  const finding = findings.find((each) => each.path === 'people[1].email');
  expect(finding && document.placeOf(finding)).toEqual({ file: join(folder, name), line });
});

test.each([
  ['broken.yaml', 'people: [', /cannot be read as YAML/],
  ['text.yaml', 'just words', /expected a list of people/],
])('%s is refused', async (name, text, message) => {
  await expect(read(name, text)).rejects.toThrow(message);
});
