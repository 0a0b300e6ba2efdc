// The decision that review next lays out is what review publish reads, once it is filled in.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionTemplate } from '../../../api/cli/decision-template.ts';
import { readDecision } from '../../../api/cli/read-decision.ts';
import { ClaimedRound } from '../../../api/cli/review-shapes.ts';
import { assess, Publication } from '../../../api/review/publication.ts';
import { getUseCase } from '../../../tracks/load-use-case.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-decision-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const useCase = await getUseCase('pd-12');
const rubric = useCase.tracks.find(({ track }) => track === 'builders')?.rubrics[0];
if (!rubric) throw new Error('the builders of pd-12 have no rubric');

const claimed = ClaimedRound.parse({
  leaseId: 'lea_1',
  leaseToken: 'prv_secret',
  expiresAt: '2026-11-23T10:30:00.000Z',
  round: {
    roundId: 'rnd_1',
    submissionId: 'sub_1',
    round: 1,
    track: 'builders',
    task: 'B1',
    dueAt: '2026-11-25T09:00:00.000Z',
    rubricDigest: 'sha256:abc',
    rubric,
    files: [],
    advice: { findings: [] },
  },
});
const template = decisionTemplate(claimed);

async function read(text: string) {
  const path = join(folder, 'decision.yaml');
  await writeFile(path, text);
  return readDecision(path);
}

const fillIn = (text: string, level: string) =>
  text
    .replace('verdict:', 'verdict: accept')
    .replace('\ncomment:', '\ncomment: Adopt it.')
    .replaceAll('    level:', `    level: ${level}`)
    .replaceAll('    evidence:', '    evidence: the table');

describe('a decision', () => {
  test('shows every criterion with the words of its levels', () => {
    for (const { key, title, levels } of rubric.criteria) {
      expect(template).toContain(`criterion: ${key}`);
      for (const words of [title, ...Object.values(levels)]) expect(template).toContain(words);
    }
  });

  test('as it was laid out names everything that is missing, by line', async () => {
    const refused = await read(template).then(
      () => undefined,
      (error: unknown) => error,
    );
    const lines = template.split('\n');
    expect(refused).toMatchObject({ exit: 'refused' });
    const findings = (refused as { findings: { line: number; message: string }[] }).findings;
    expect(findings).toHaveLength(2 + 2 * rubric.criteria.length);
    expect(findings[0]).toMatchObject({ line: lines.indexOf('verdict:') + 1 });
    expect(findings[0]?.message).toBe('verdict: expected accept, revise or unreviewable, got nothing');
  });

  // mutant: a template that forgets a criterion cannot be published, caught here
  test('filled in is what the rubric wants', async () => {
    const { content } = await read(fillIn(template, 'L2'));
    const { roundId, leaseToken, ...publication } = content;
    expect({ roundId, leaseToken }).toEqual({ roundId: 'rnd_1', leaseToken: 'prv_secret' });
    expect(assess(Publication.parse(publication), rubric, 'sha256:abc')).toEqual([]);
  });

  test('below L2 without a comment leads to the line of its level', async () => {
    const text = fillIn(template, 'L1').replace('verdict: accept', 'verdict: revise');
    const document = await read(text);
    const { roundId: _, leaseToken: __, ...publication } = document.content;
    const [finding] = assess(Publication.parse(publication), rubric, 'sha256:abc');
    const line = text.split('\n').findIndex((each) => each.includes(`criterion: ${rubric.criteria[0]?.key}`)) + 1;
    expect(finding && document.placeOf(finding).line).toBe(line);
  });

  test('unreviewable needs no levels: those of the template may stay empty', async () => {
    const text = template.replace('verdict:', 'verdict: unreviewable\nreason: It is in a format we cannot open.');
    const { content } = await read(text.replace('\ncomment:', '\ncomment: Send it as Markdown.'));
    expect(content).toMatchObject({ verdict: 'unreviewable', levels: [] });
  });

  test('with a key that does not belong there is refused', async () => {
    await expect(read(`${fillIn(template, 'L2')}\nscore: 7\n`)).rejects.toMatchObject({
      findings: [expect.objectContaining({ message: expect.stringContaining('score') })],
    });
  });
});
