// The manifest of a cohort is read strictly, and every fault is named with its line.
import { expect, test } from 'vitest';
import { parseManifest } from '../../../api/cohorts/cohort-manifest.ts';
import { Problem } from '../../../api/problems.ts';
import { manifestOf } from './small-programme.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const whole = manifestOf({ digests: [digest, digest] }, { seats: 2 });

function faultsOf(text: string) {
  try {
    parseManifest(text);
  } catch (error) {
    if (error instanceof Problem) return error.findings.map(({ code, line, message }) => ({ code, line, message }));
    throw error;
  }
  return [];
}
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('takes the manifest of the guide as it is, comments included', () => {
  const { manifest } = parseManifest(`# ours\n${whole}`);
  expect(manifest.roster[0]).toEqual({ email: 'learner1@bank.example', track: 'builders' });
  expect(manifest.tasks).toEqual({});
});

test('compares addresses without regard to case', () => {
  const { manifest } = parseManifest(whole.replace('learner1@bank.example', 'Learner1@Bank.Example'));
  expect(manifest.roster[0]?.email).toBe('learner1@bank.example');
});

test.for([
  ['an unknown key', (text: string) => `${text}colour: red\n`, 'unknownKey', 'colour', 'got the unknown key colour'],
  [
    'an unknown key of a seat',
    (text: string) => text.replace('track: builders', 'track: builders\n    seat: 4'),
    'unknownKey',
    'seat: 4',
    'roster.0.seat',
  ],
  [
    'a wrong type',
    (text: string) => text.replace('name: PD-12, autumn', 'name: [a]'),
    'invalidValue',
    'name: [a]',
    'name: ',
  ],
  [
    'a date that is none',
    (text: string) => text.replace('2026-11-23', '2026-11-31'),
    'invalidValue',
    '2026-11-31',
    'expected a day such as',
  ],
  [
    'an unknown track',
    (text: string) => text.replace('track: translators', 'track: dreamers'),
    'invalidValue',
    'dreamers',
    'expected one of builders',
  ],
  [
    'an unknown runtime',
    (text: string) => text.replace('runtime: workspace', 'runtime: moon'),
    'invalidValue',
    'moon',
    'expected one of workspace',
  ],
  [
    'a bad address',
    (text: string) => text.replace('learner2@bank.example', 'learner2'),
    'invalidValue',
    'learner2',
    'expected an e-mail address',
  ],
  [
    'a bad time zone',
    (text: string) => text.replace('Europe/Prague', 'Mars/Base'),
    'invalidValue',
    'Mars/Base',
    'IANA',
  ],
  [
    'an extract by another name',
    (text: string) => text.replace(digest, 'latest'),
    'invalidValue',
    'latest',
    'expected the digest',
  ],
  ['a key twice', (text: string) => `${text}name: again\n`, 'invalidYaml', 'name: again', 'unique'],
] as const)('names the line of %s', ([, change, code, place, words]) => {
  const text = change(whole);
  const faults = faultsOf(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ code, message: expect.stringContaining(words) });
  expect(faults[0]?.line).toBe(lineOf(text, place));
});

test('refuses the same learner twice on one track, not on two', () => {
  const twice = whole.replace('track: translators', 'track: builders').replace('learner2@', 'LEARNER1@');
  expect(faultsOf(twice)).toEqual([
    expect.objectContaining({ code: 'duplicateSeat', line: lineOf(twice, 'LEARNER1@') }),
  ]);
  expect(faultsOf(whole.replace('learner2@', 'learner1@'))).toEqual([]);
});

test('wants one extract for all or one for each track on the roster', () => {
  const both = `${whole}extracts: { builders: ${digest} }\n`;
  expect(faultsOf(both)).toEqual([
    expect.objectContaining({ code: 'extract', message: expect.stringContaining('both') }),
  ]);
  const some = both.replace(`extract: ${digest}\n`, '');
  expect(faultsOf(some)).toEqual([
    expect.objectContaining({ message: expect.stringContaining('none for translators') }),
  ]);
  expect(faultsOf(some.replace('extracts:', '#'))).toEqual([
    expect.objectContaining({ message: expect.stringContaining('neither') }),
  ]);
});

test('names every fault at once', () => {
  const text = `${whole}colour: red\n`.replace('2026-11-23', 'soon').replace('runtime: workspace', 'runtime: moon');
  expect(faultsOf(text).map((fault) => fault.code)).toEqual(['invalidValue', 'invalidValue', 'unknownKey']);
});

test.for(['', '- a\n- b\n', 'cohort: [', '\t', '42', '&a [*a]'])('refuses %j without falling over', (text) => {
  expect(() => parseManifest(text)).toThrow(Problem);
});

test('refuses ten thousand seats', () => {
  const digests = [digest, digest] as const;
  expect(faultsOf(manifestOf({ digests }, { seats: 10_000 }))).toEqual([
    expect.objectContaining({ message: expect.stringContaining('at most 2000 seats') }),
  ]);
});
