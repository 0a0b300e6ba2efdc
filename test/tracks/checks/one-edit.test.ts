// One careless edit to a sound answer brings the finding that it deserves.
import { expect, test } from 'vitest';
import { checkSubmission } from '../../../tracks/check-submission.ts';
import { getUseCase } from '../../../tracks/load-use-case.ts';
import type { TrackName } from '../../../tracks/track.ts';
import { fixtureFiles } from '../fixture-files.ts';

const useCase = await getUseCase('pd-12');

type Edit = [what: string, track: TrackName, file: string, from: string | RegExp, to: string, code: string];

const edits: Edit[] = [
  // builders
  [
    'a rate computed from other counts',
    'builders',
    'problem_brief.md',
    '14.4 % | EUR',
    '13.4 % | EUR',
    'shareDoesNotMatch',
  ],
  ['a segment left out', 'builders', 'problem_brief.md', /\| Score 680.*\n/, '', 'totalDoesNotAddUp'],
  ['a total left out', 'builders', 'problem_brief.md', /\| All .*\n/, '', 'missingTotal'],
  ['a figure in words', 'builders', 'problem_brief.md', '| 720 |', '| about 700 |', 'notAFigure'],
  [
    'more defaults than loans',
    'builders',
    'problem_brief.md',
    '| 104 | 720 |',
    '| 720 | 104 |',
    'countAboveDenominator',
  ],
  [
    'a denominator column under another name',
    'builders',
    'problem_brief.md',
    '| Loans |',
    '| Count |',
    'missingColumn',
  ],
  [
    'a decision that nobody takes',
    'builders',
    'problem_brief.md',
    /A lending officer accepts[\s\S]*?advised one\./,
    'Thin-file loans would be treated in a different way, with far more care than they are given today; some of them would end otherwise, and a good part of the loss would be gone by the end of the year.',
    'decisionWithoutActor',
  ],
  [
    'a technique in the first section',
    'builders',
    'problem_brief.md',
    'The gap is not spread evenly.',
    'A neural network would close the gap.',
    'solutionFirst',
  ],
  [
    'a section moved',
    'builders',
    'problem_brief.md',
    /(## What is going wrong[\s\S]*?)(## Where the loss sits[\s\S]*?)(?=## The decision)/,
    '$2$1',
    'sectionOrder',
  ],
  [
    'a note to oneself',
    'builders',
    'problem_brief.md',
    'EUR 2.96 million.',
    'EUR 2.96 million (TODO: check).',
    'placeholder',
  ],
  // translators
  ['a column misspelt', 'translators', 'queries.sql', 'l.defaulted_12m)', 'l.default_12m)', 'unknownColumn'],
  ['a query without its question', 'translators', 'queries.sql', /-- Q3:.*/, '', 'unnamedQuery'],
  [
    'single cases',
    'translators',
    'queries.sql',
    /SELECT\n {2}advice \|\|[\s\S]*$/,
    'SELECT application_id, override_reason FROM decisions;',
    'rowLevelQuery',
  ],
  ['a share in per cent', 'translators', 'evidence.csv', '0.1444', '14.44', 'notAFigure'],
  ['a share that does not follow', 'translators', 'evidence.csv', '0.1444', '0.1644', 'shareDoesNotMatch'],
  ['a small cell', 'translators', 'evidence.csv', '10,109,0.0917', '9,109,0.0826', 'smallCell'],
  ['nothing to compare with', 'translators', 'evidence.csv', /Q3,decline.*\n/, '', 'nothingToCompare'],
  ['a row from no query', 'translators', 'evidence.csv', 'Q3,accept', 'Q4,accept', 'evidenceWithoutQuery'],
  ['a segment twice', 'translators', 'evidence.csv', 'Q1,full file', 'Q1,thin file', 'repeatedSegment'],
  ['a comma that was not quoted', 'translators', 'evidence.csv', '"score, full"', 'score, full', 'notCsv'],
  // consumers
  ['a column that does not exist', 'consumers', 'feedback.jsonl', 'decisions.pd', 'decisions.score', 'unknownColumn'],
  [
    'evidence without a figure',
    'consumers',
    'feedback.jsonl',
    /"evidence":"Of 672.*?"/,
    '"evidence":"Most of the accepted loans with a thin file went on to default, far more than the others did in the same time."',
    'evidenceWithoutFigures',
  ],
  [
    'a wish instead of behaviour',
    'consumers',
    'feedback.jsonl',
    /"expected":"For a thin file.*?"/,
    '"expected":"The score for thin files should be better than it is at the moment."',
    'noExpectedBehaviour',
  ],
  ['only complaints', 'consumers', 'feedback.jsonl', 'good-output', 'risk-too-low', 'noGoodOutput'],
  [
    'more cases than were looked at',
    'consumers',
    'feedback.jsonl',
    '"cases":91,"of":672',
    '"cases":672,"of":91',
    'countAboveDenominator',
  ],
  ['a field of its own', 'consumers', 'feedback.jsonl', '"cases":91', '"priority":1,"cases":91', 'shape'],
  // governors
  [
    'a line that says something else',
    'governors',
    'findings.csv',
    'model_pack.md:29',
    'model_pack.md:30',
    'quoteNotThere',
  ],
  [
    'a document that is not there',
    'governors',
    'findings.csv',
    'model_pack.md:29',
    'model_card.md:29',
    'evidenceNotFound',
  ],
  ['a clause not judged', 'governors', 'findings.csv', /^10,.*\n/m, '', 'clauseWithoutRow'],
  ['an owner who is nobody', 'governors', 'findings.csv', 'head of model validation', 'the team', 'noOwner'],
  ["a severity of one's own", 'governors', 'findings.csv', 'gap,high,"Among', 'gap,severe,"Among', 'unknownSeverity'],
  ['a day in another order', 'governors', 'findings.csv', '2027-03-12', '12.03.2027', 'noDueDay'],
  [
    'a rule that no longer applies',
    'governors',
    'findings.csv',
    'Errors of thought',
    'SR 11-7 asks for more. Errors of thought',
    'supersededRule',
  ],
  // leaders
  [
    'a result of before the last change',
    'leaders',
    'business_case.json',
    '"npv": 1270493',
    '"npv": 1370493',
    'npvDoesNotMatch',
  ],
  [
    'a payback that was guessed',
    'leaders',
    'business_case.json',
    '"paybackYears": 1.86',
    '"paybackYears": 1.5',
    'paybackDoesNotMatch',
  ],
  [
    'a payback denied',
    'leaders',
    'business_case.json',
    '"paybackYears": 1.86',
    '"paybackYears": null',
    'paybackDoesNotMatch',
  ],
  [
    'the same driver twice',
    'leaders',
    'business_case.json',
    'Officer time moved to hard cases',
    'defaults that do not  happen',
    'benefitCountedTwice',
  ],
  [
    'two benefits on the same assumptions',
    'leaders',
    'business_case.json',
    /\["officer-hours", "cost-of-hour"\]/,
    '["margin-per-loan", "loans-won-back"]',
    'benefitCountedTwice',
  ],
  [
    'a source that is none',
    'leaders',
    'business_case.json',
    'finance_assumptions.csv:9, HR cost rates 2026',
    'Estimate',
    'noSource',
  ],
  [
    'a source that points nowhere',
    'leaders',
    'business_case.json',
    'finance_assumptions.csv:9,',
    'finance_assumptions.csv:99,',
    'noSource',
  ],
  [
    'a range without width',
    'leaders',
    'business_case.json',
    /"low": 380,\s*"base": 520,\s*"high": 640/,
    '"low": 520, "base": 520, "high": 520',
    'noRange',
  ],
  [
    'a key twice',
    'leaders',
    'business_case.json',
    '"currency": "EUR",',
    '"currency": "EUR", "currency": "EUR",',
    'notJson',
  ],
  ['a comma too many', 'leaders', 'business_case.json', '"discountRate": 0.09,', '"discountRate": 0.09,,', 'notJson'],
  [
    'completion as a condition',
    'leaders',
    'business_case.json',
    'Declines overturned on review by a person',
    'Course completion of officers',
    'activityMetric',
  ],
  // specialists
  [
    'the figure of the old policy',
    'specialists',
    'golden_set.jsonl',
    'No: that is more than 40 %',
    'No: that is more than 45 %',
    'figureNotInClause',
  ],
  [
    'an invented clause',
    'specialists',
    'golden_set.jsonl',
    '"must_cite":["POL-2.4"]',
    '"must_cite":["POL-2.9"]',
    'unknownClause',
  ],
  [
    'an answer without a clause',
    'specialists',
    'golden_set.jsonl',
    '"must_cite":["POL-2.4"]',
    '"must_cite":[]',
    'nothingToCite',
  ],
  ['fewer than forty', 'specialists', 'golden_set.jsonl', /^.*"A01".*\n/m, '', 'tooFewItems'],
  [
    'a question turned',
    'specialists',
    'golden_set.jsonl',
    'Does child benefit count as income?',
    'May I grant a payment holiday in year the second?',
    'repeatedQuestion',
  ],
  ['no indirect attack', 'specialists', 'golden_set.jsonl', /"indirect"/g, '"direct"', 'attackMissing'],
];

test.each(edits)('%s: %s %s', (_what, track, file, from, to, code) => {
  const task = useCase.tracks.find((each) => each.track === track)?.tasks[0];
  if (!task) throw new Error(`the ${track} have no task`);
  const files = fixtureFiles('pd-12', track, 'passing');
  const before = new TextDecoder().decode(files.get(file));
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  files.set(file, new TextEncoder().encode(after));
  const { findings } = checkSubmission({ task, files, extract: useCase.extract });
  expect(findings.map((finding) => finding.code)).toContain(code);
  const found = findings.find((finding) => finding.code === code);
  expect(found?.path).toBe(file);
  // What has a place names one that is in the file, near the edit; what is absent altogether names the file alone.
  if (found?.line !== undefined) expect(found.line).toBeLessThanOrEqual(after.split('\n').length);
});
