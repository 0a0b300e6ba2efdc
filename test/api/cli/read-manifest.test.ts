// A manifest keeps its lines, whatever the CLI puts into it; findings lead to the file that they mean.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readManifest } from '../../../api/cli/read-manifest.ts';
import { parseManifest } from '../../../api/cohorts/cohort-manifest.ts';
import { Problem, type ProblemFinding } from '../../../api/problems.ts';
import { sha256Hex } from '../../../api/store/json.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-manifest-'));
  await mkdir(join(folder, 'extract'));
  await writeFile(join(folder, 'extract', 'manifest.json'), '{"format":"practicum-extract/1"}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const digest = `sha256:${sha256Hex('{"format":"practicum-extract/1"}')}`;

async function read(text: string, roster?: string) {
  const path = join(folder, 'cohort.yaml');
  await writeFile(path, text);
  if (roster !== undefined) await writeFile(join(folder, 'roster.csv'), roster);
  return readManifest(path);
}

function findingsOf(text: string): readonly ProblemFinding[] {
  try {
    parseManifest(text);
  } catch (error) {
    if (error instanceof Problem) return error.findings;
    throw error;
  }
  return [];
}

const head = `# the first cohort
cohort: pd-12-autumn
name: PD-12, autumn
useCase: pd-12
starts: 2026-11-23
ends: 2027-02-21
timeZone: Europe/Prague
runtime: workspace
`;
const reviewers = 'reviewers:\n  - { email: r@bank.example, tracks: [builders] }\n';

describe('a manifest', () => {
  test('without anything beside it goes as it is, comments too', async () => {
    const text = `${head}extract: ${digest}\nroster:\n  - { email: a@bank.example, track: builders }\n${reviewers}`;
    expect((await read(text)).content).toBe(text);
  });

  test('gets its roster from a CSV file, whatever the order of columns', async () => {
    const text = `${head}extract: extract\nrosterCsv: roster.csv # twelve of them\n${reviewers}`;
    const { content } = await read(text, 'track,email\nbuilders,a@bank.example\n\n"translators",b@bank.example\n');
    expect(parse(content).roster).toEqual([
      { track: 'builders', email: 'a@bank.example' },
      { track: 'translators', email: 'b@bank.example' },
    ]);
    expect(parse(content).extract).toBe(digest);
    expect(content.split('\n')).toHaveLength(text.split('\n').length);
    expect(findingsOf(content)).toEqual([]);
  });

  test('gets the digest of each extract folder that it names', async () => {
    const text = `${head}extracts:\n  builders: ./extract\n  translators: '${digest}'\nrosterCsv: roster.csv\n${reviewers}`;
    const { content } = await read(text, 'email,track\na@bank.example,builders\n');
    expect(parse(content).extracts).toEqual({ builders: digest, translators: digest });
  });

  // mutant: the line of the sent text is the line of rosterCsv for every learner, caught here
  test('a finding about a learner leads to their line of the CSV file', async () => {
    const text = `${head}extract: extract\nrosterCsv: roster.csv\n${reviewers}`;
    const document = await read(text, 'email,track\na@bank.example,builders\n\nb@bank.example,bilders\n');
    const [finding] = findingsOf(document.content);
    expect(finding?.path).toBe('roster.1.track');
    expect(finding && document.placeOf(finding)).toEqual({ file: join(folder, 'roster.csv'), line: 4 });
  });

  test('any other finding leads to its line of the manifest, after what was put in', async () => {
    const text = `${head}extract:\n  extract\nrosterCsv:\n  roster.csv\n${reviewers}colour: blue\n`;
    const document = await read(text, 'email,track\na@bank.example,builders\n');
    const [finding] = findingsOf(document.content);
    const line = text.split('\n').indexOf('colour: blue') + 1;
    expect(finding && document.placeOf(finding)).toEqual({ file: join(folder, 'cohort.yaml'), line });
  });

  test('that is no YAML goes as it is: the API names the line', async () => {
    const text = 'cohort: [\nname: x\n';
    const document = await read(text);
    expect(document.content).toBe(text);
    expect(findingsOf(document.content)[0]).toMatchObject({ code: 'invalidYaml' });
  });

  test.each([
    ['a folder that is no extract', `${head}extract: nowhere\n`, /cohort\.yaml:9: expected sha256:… or the folder/],
    [
      'a roster that is not there',
      `${head}rosterCsv: none.csv\n`,
      /none\.csv: expected a file of UTF-8 text, got none \(ENOENT\)/,
    ],
    ['two rosters', `${head}rosterCsv: roster.csv\nroster: []\n`, /either as roster or as rosterCsv/],
  ])('is refused with %s', async (_what, text, message) => {
    await expect(read(text, 'email,track\n')).rejects.toThrow(message);
  });

  test('is refused with a CSV record of too few fields, by line', async () => {
    await expect(read(`${head}rosterCsv: roster.csv\n`, 'email,track\na@bank.example\n')).rejects.toMatchObject({
      findings: [{ line: 2, path: join(folder, 'roster.csv'), message: 'expected 2 fields as in the header, got 1' }],
    });
  });
});
