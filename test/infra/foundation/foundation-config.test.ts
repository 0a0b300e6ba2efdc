// The foundation's settings: what is understood, and what is said when it is not.
import { describe, expect, test } from 'vitest';
import { parseFoundationConfig } from '../../../infra/foundation/foundation-config.ts';

test('takes the installation, fills in the rest and leaves other namespaces alone', () => {
  expect(parseFoundationConfig({ 'practicum:installation': 'north-bank', 'aws:region': 'eu-central-1' })).toEqual({
    installation: 'north-bank',
    incompleteUploadDays: 2,
  });
});

test('reads numbers from the text that Pulumi keeps', () => {
  const config = parseFoundationConfig({ 'practicum:installation': 'north', 'practicum:incompleteUploadDays': '7' });
  expect(config.incompleteUploadDays).toBe(7);
});

describe('refuses, saying what was expected, what was got and the command that mends it:', () => {
  // mutant: strictObject becomes object, caught by the misspelt setting.
  test.each([
    [
      {},
      'practicum:installation: expected a name of 2 to 24 lower-case letters, digits or hyphens, starting with a letter, got nothing; set it with: pulumi config set practicum:installation VALUE',
    ],
    [
      { 'practicum:installation': 'North Bank' },
      'expected a name of 2 to 24 lower-case letters, digits or hyphens, starting with a letter, got "North Bank"',
    ],
    [{ 'practicum:installation': 'a'.repeat(25) }, 'expected a name of 2 to 24 lower-case letters'],
    [
      { 'practicum:installation': 'north', 'practicum:incompleteUploadDays': 'soon' },
      'got "soon"; set it with: pulumi config set practicum:incompleteUploadDays VALUE',
    ],
    [
      { 'practicum:installation': 'north', 'practicum:incompleteUploadDay': '3' },
      'practicum:incompleteUploadDay: no such setting; remove it with: pulumi config rm practicum:incompleteUploadDay',
    ],
  ])('%j', (settings, message) => {
    expect(() => parseFoundationConfig(settings)).toThrow(message);
  });

  test('all faults at once', () => {
    expect(() =>
      parseFoundationConfig({ 'practicum:installation': 'N', 'practicum:incompleteUploadDays': '99' }),
    ).toThrow(/installation: .*\n- practicum:incompleteUploadDays: /);
  });
});
