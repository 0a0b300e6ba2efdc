import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';
import { smallBankPolicy } from '../small-bank.ts';

const parse = (text: string) => parsePolicy(Buffer.from(text), 'small-bank.yaml');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

it.each(['berka.yaml', 'pd-12-bank.yaml'])('reads %s', (file) => {
  const bytes = readFileSync(join(import.meta.dirname, '../../../tracks/policies', file));
  expect(parsePolicy(bytes, file).policy.schema).toBe('practicum/extract-policy/1');
});

it.each<[string, string, string, RegExp]>([
  [
    'an unknown key',
    'budget: 30',
    'bugdet: 30, budget: 30',
    /subject\.bugdet: expected one of table, budget, rows, strata, shiftWeeks, got the unknown key bugdet/,
  ],
  [
    'a misspelt part',
    'subject: {',
    'subjekt: {',
    /line \d+, subjekt: expected one of .*subject.*, got the unknown key subjekt/,
  ],
  [
    'an unknown transform',
    '      kind: keep',
    '      kind: { hash: true }',
    /columns\.kind\.hash: expected one of from, type, .*pseudonymize.*, got the unknown key hash/,
  ],
  ['a wrong type', 'header: true', 'header: 1', /source\.csv\.header: expected boolean, got 1/],
  ['a number out of range', 'shiftWeeks: 4', 'shiftWeeks: 0', /subject\.shiftWeeks: expected .*, got 0/],
  [
    'a missing part',
    'subject: { table: people, budget: 30, shiftWeeks: 4 }',
    '',
    /subject: expected a mapping, got nothing/,
  ],
  [
    'an unknown word',
    'tier: internal',
    'tier: secret',
    /privacy\.tier: expected internal or default or external, got "secret"/,
  ],
  [
    'a transform of no kind',
    '      kind: keep',
    '      kind: { type: integer }',
    /columns\.kind: expected exactly one of keep, drop, .*, got none/,
  ],
  ['two transforms', '      kind: keep', '      kind: { keep: true, drop: true }', /got keep with drop/],
  [
    'a column that is only a word',
    '      kind: keep',
    '      kind: hide',
    /columns\.kind: expected keep, drop or a mapping such as .*, got "hide"/,
  ],
  [
    'a table without a file',
    '      notes: notes.csv\n',
    '',
    /source\.csv\.files: expected a file for table notes, got none/,
  ],
  [
    'an undeclared quasi-identifier',
    '[people.region]',
    '[people.town]',
    /quasiIdentifiers\.0: expected an output column/,
  ],
  [
    'a replaced quasi-identifier',
    '[people.region]',
    '[people.name]',
    /expected a column that is kept, generalized, clamped or rounded/,
  ],
  [
    'a table whose name leaves its folder',
    '  districts:\n    key',
    '  ../districts:\n    key',
    /tables.*expected a name of letters, digits and underscores/,
  ],
  [
    'a key that comes twice',
    'name: small-bank',
    'name: small-bank\nname: other',
    /expected YAML, got Map keys must be unique/,
  ],
  ['an identifier that bare numbers would trip', 'class: email', 'class: number', /expected context words or a tuple/],
  [
    'a cap in a circle',
    '{ child: people, columns: [boss_id], parent: people, reference: true',
    '{ child: people, columns: [boss_id], parent: people, atMost: 2, reference: true',
    /atMost: expected a relation outside every circle, got one from people to people/,
  ],
  [
    'a stratum of an undeclared table',
    'budget: 30',
    'budget: 30, strata: [boats.size]',
    /strata\.0: expected a column of a/,
  ],
  [
    'years of what is no date',
    'budget: 30',
    'budget: 30, strata: [{ column: people.name, by: year }]',
    /strata\.0: expected a date or timestamp to make years of/,
  ],
  [
    'nothing said of quasi-identifiers',
    '  quasiIdentifiers: [people.region]\n',
    '',
    /privacy\.quasiIdentifiers: expected .*none.*, got nothing/,
  ],
])('refuses %s with file, line, what was expected and what was got', (_what, from, to, message) => {
  const text = smallBankPolicy.replace(from, to);
  expect(text).not.toBe(smallBankPolicy);
  expect(() => parse(text)).toThrow(message);
  expect(() => parse(text)).toThrow(/^small-bank\.yaml, line \d+/);
});

it('names the very line of the fault', () => {
  const text = smallBankPolicy.replace('      memo: keep', '      memo: { keeep: true }');
  // mutant: answer the line of the table; caught here.
  expect(() => parse(text)).toThrow(`line ${lineOf(text, 'keeep')},`);
});

it('takes `none` for what a policy declares absent', () => {
  const text = smallBankPolicy
    .replace('[people.region]', 'none')
    .replace(/identifiers:\n[\s\S]*$/, 'identifiers: none\n');
  expect(parse(text).policy).toMatchObject({ identifiers: 'none', privacy: { quasiIdentifiers: 'none' } });
});
