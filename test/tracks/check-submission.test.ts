// Every task with an answer that a reviewer may see, and one that looks right and has to come back with reasons.
import { describe, expect, test } from 'vitest';
import { checkSubmission } from '../../tracks/check-submission.ts';
import { loadUseCases } from '../../tracks/load-use-case.ts';
import { fixtureFiles } from './fixture-files.ts';

const cases = (await loadUseCases()).flatMap((useCase) =>
  useCase.tracks.flatMap(({ track, tasks }) =>
    tasks.map((task) => ({ useCase: useCase.key, extract: useCase.extract, track, task })),
  ),
);

/** What the careless answers have to be told, beside other things. */
const owed: Record<string, Record<string, string[]>> = {
  'pd-12': {
    builders: [
      'solutionFirst',
      'missingSection',
      'decisionWithoutActor',
      'shareDoesNotMatch',
      'smallCell',
      'totalDoesNotAddUp',
    ],
    translators: [
      'unknownColumn',
      'unknownTable',
      'selectStar',
      'rowLevelQuery',
      'notASelect',
      'unnamedQuery',
      'missingColumn',
    ],
    consumers: [
      'unknownCategory',
      'thinEvidence',
      'unknownColumn',
      'noExpectedBehaviour',
      'smallCell',
      'repeatedId',
      'notJsonLines',
      'noGoodOutput',
    ],
    governors: [
      'evidenceNotFound',
      'quoteNotThere',
      'clauseWithoutRow',
      'unknownClause',
      'unknownSeverity',
      'noOwner',
      'noDueDay',
      'supersededRule',
      'repeatedCondition',
    ],
    leaders: [
      'noDoNothing',
      'benefitCountedTwice',
      'npvDoesNotMatch',
      'paybackDoesNotMatch',
      'rangeOutOfOrder',
      'noRange',
      'noSource',
      'activityMetric',
      'noOwner',
    ],
    specialists: [
      'shape',
      'figureNotInClause',
      'nothingToCite',
      'unknownClause',
      'unknownAttack',
      'repeatedQuestion',
      'repeatedId',
      'unanswerableWithClause',
    ],
  },
  'berka-pd': {
    builders: ['placeholder', 'missingColumn', 'solutionFirst', 'decisionWithoutActor'],
    translators: ['unknownColumn', 'unknownTable', 'rowLevelQuery', 'reservedWord', 'notASelect', 'notCsv'],
    consumers: ['notJsonLines', 'tooFewEntries'],
    governors: ['quoteNotThere', 'unknownClause', 'unknownStatus', 'clauseWithoutRow', 'repeatedId'],
    leaders: ['shape'],
    specialists: [
      'figureNotInClause',
      'unknownClause',
      'tooFewItems',
      'tooFewOfAKind',
      'attackMissing',
      'tooFewClauses',
    ],
  },
};

describe.each(cases)('$useCase $task.key', ({ useCase, track, task, extract }) => {
  test('an answer at L2 passes without a word', () => {
    expect(checkSubmission({ task, extract, files: fixtureFiles(useCase, track, 'passing') })).toEqual({
      outcome: 'passed',
      findings: [],
    });
  });

  test('an answer that only looks right fails for the right reasons, each with a place and a remedy', () => {
    const { outcome, findings } = checkSubmission({ task, extract, files: fixtureFiles(useCase, track, 'failing') });
    expect(outcome).toBe('failed');
    expect([...new Set(findings.map((finding) => finding.code))]).toEqual(
      expect.arrayContaining(owed[useCase]?.[track] ?? ['missing']),
    );
    for (const { path, line, message } of findings) {
      expect(message).toContain(path);
      if (line !== undefined) expect(message).toContain(`line ${line}`);
    }
  });

  test('the template as it came is refused as such, file by file', () => {
    const files = new Map(task.deliverable.files.map((file) => [file.path, new TextEncoder().encode(file.template)]));
    const { outcome, findings } = checkSubmission({ task, extract, files });
    expect(outcome).toBe('failed');
    expect(findings.map((finding) => finding.code)).toEqual(task.deliverable.files.map(() => 'untouchedTemplate'));
  });

  test('nothing at all is told which file is missing', () => {
    const { findings } = checkSubmission({ task, extract, files: new Map() });
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual(
      task.deliverable.files.map((file) => `missingFile ${file.path}`),
    );
  });

  test('the same files give the same result', () => {
    const check = () => checkSubmission({ task, extract, files: fixtureFiles(useCase, track, 'failing') });
    expect(check()).toEqual(check());
  });
});

test('what needs the extract is reported as not run where its tables are unknown, never as passed', () => {
  const outcomes = cases
    .filter(({ useCase }) => useCase === 'pd-12')
    .map(({ useCase, track, task }) => [
      track,
      checkSubmission({ task, extract: { tables: [] }, files: fixtureFiles(useCase, track, 'passing') }).outcome,
    ]);
  expect(Object.fromEntries(outcomes)).toMatchObject({
    translators: 'notRun',
    consumers: 'notRun',
    builders: 'passed',
  });
});

test('a file too large, one that is not text and one that nobody asked for are each named', () => {
  const builder = cases.find(({ track }) => track === 'builders');
  if (!builder) throw new Error('no builders');
  const { task, extract, useCase } = builder;
  const codes = (files: [string, Uint8Array][]) =>
    checkSubmission({ task, extract, files: new Map(files) }).findings.map((finding) => finding.code);
  expect(codes([['problem_brief.md', new Uint8Array(70_000).fill(97)]])).toEqual(['fileTooLarge']);
  expect(codes([['problem_brief.md', Uint8Array.of(0xff, 0xfe, 0x00)]])).toEqual(['notText']);
  const passing = [...fixtureFiles(useCase, 'builders', 'passing')];
  expect(codes([...passing, ['notes.md', new TextEncoder().encode('mine')]])).toEqual(['unexpectedFile']);
});
