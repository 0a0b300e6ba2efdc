import { expect, it } from 'vitest';
import { scanTexts } from '../../../datasets/privacy/scan-texts.ts';
import { identifierSetOf } from '../identifier-set-of.ts';

const set = identifierSetOf(
  { name: 'customer', class: 'number', context: ['customer'], values: ['4500', '4501'] },
  { name: 'name', class: 'fullName', values: ['Anna Abendroth'] },
);

it('finds in a report a name, and takes no count for a customer', () => {
  const text = 'customer: 4500 values were looked for\n\nMade for Anna Abendroth';
  // mutant: read reports by context; the count would close the gate.
  expect(scanTexts([{ path: 'privacy.html', text, by: 'engine' }], set)).toEqual([
    expect.stringMatching(/^name in privacy\.html, line 3: /),
  ]);
});

it('takes a number beside its context for what it says where people wrote it', () => {
  const found = scanTexts([{ path: 'policy.yaml', text: 'description: ask customer 4500', by: 'people' }], set);
  expect(found).toEqual([expect.stringContaining('customer in policy.yaml, line 1')]);
});

it('repeats no value', () => {
  const texts = [{ path: 'policy.yaml', text: 'Anna Abendroth', by: 'people' as const }];
  expect(scanTexts(texts, set).join()).not.toMatch(/Abendroth/);
});
