import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { EntityType } from '../../../../datasets/identifiers/recognizers/entity-types.ts';
import { findEntities } from '../../../../datasets/identifiers/recognizers/find-entities.ts';
import { sharedData } from '../../../shared-data.ts';

type Labelled = {
  full_text: string;
  spans: { entity_type: string; start_position: number; end_position: number }[];
};

/** What the set calls a kind, with ours. A town inside an address is labelled now as one, now as the other. */
const ours: Record<string, readonly EntityType[]> = {
  PERSON: ['personName', 'firstName', 'lastName'],
  STREET_ADDRESS: ['address', 'postcode'],
  ZIP_CODE: ['postcode', 'address'],
  GPE: ['place', 'address'],
  ORGANIZATION: ['organisation'],
  CREDIT_CARD: ['pan'],
  PHONE_NUMBER: ['phone'],
  DATE_TIME: ['date', 'dateOfBirth'],
  TITLE: ['title'],
  AGE: ['age'],
  NRP: ['nationality'],
  EMAIL_ADDRESS: ['email'],
  DOMAIN_NAME: ['url'],
  IBAN_CODE: ['iban'],
  US_SSN: ['nationalId'],
  IP_ADDRESS: ['ip'],
  US_DRIVER_LICENSE: ['driverLicence'],
};

const direct = [
  'PERSON',
  'STREET_ADDRESS',
  'CREDIT_CARD',
  'PHONE_NUMBER',
  'EMAIL_ADDRESS',
  'DOMAIN_NAME',
  'IBAN_CODE',
  'US_SSN',
  'IP_ADDRESS',
  'US_DRIVER_LICENSE',
];

/** Per kind: spans, the share that a span of our kind overlaps, and the share of ours of that kind that overlap one of theirs. */
function measure(texts: readonly Labelled[]) {
  const figures = Object.keys(ours).map((kind) => ({ kind, spans: 0, hits: 0, ours: 0, right: 0 }));
  for (const { full_text: text, spans } of texts) {
    const entities = findEntities(text);
    for (const figure of figures) {
      const kinds = ours[figure.kind] ?? [];
      const theirs = spans.filter(({ entity_type: type }) => type === figure.kind);
      const mine = entities.filter(({ type }) => kinds.includes(type));
      const meets = (span: (typeof spans)[number], { start, end }: { start: number; end: number }) =>
        start < span.end_position && span.start_position < end;
      const alike = spans.filter(({ entity_type: type }) => ours[type]?.some((each) => kinds.includes(each)));
      figure.spans += theirs.length;
      figure.hits += theirs.filter((span) => mine.some((each) => meets(span, each))).length;
      figure.ours += mine.length;
      figure.right += mine.filter((each) => alike.some((span) => meets(span, each))).length;
    }
  }
  return figures;
}

const file = sharedData('pii-text', 'labelled.json');

/** Rules were written with the even half in view; the odd one judges them. */
it.skipIf(!file).each([
  ['even', 0],
  ['odd', 1],
])('finds direct identifiers in labelled sentences, %s half', (_half, odd) => {
  const all = JSON.parse(readFileSync(file ?? '', 'utf8')) as Labelled[];
  const figures = measure(all.filter((_text, at) => at % 2 === odd));
  const table = figures
    .map(
      ({ kind, spans, hits, ours: mine, right }) =>
        `${kind}: recall ${hits}/${spans} = ${(hits / spans).toFixed(3)}, precision ${right}/${mine} = ${(right / mine).toFixed(3)}`,
    )
    .join('\n');
  const of = (kinds: readonly string[], field: 'spans' | 'hits' | 'ours' | 'right') =>
    figures.filter(({ kind }) => kinds.includes(kind)).reduce((sum, each) => sum + each[field], 0);
  process.stdout.write(`${table}\n`);
  expect(of(direct, 'hits') / of(direct, 'spans'), table).toBeGreaterThan(0.97);
  expect(of(direct, 'right') / of(direct, 'ours'), table).toBeGreaterThan(0.86);
  expect(of(['PERSON'], 'hits') / of(['PERSON'], 'spans'), table).toBeGreaterThan(0.95);
  for (const kind of direct.slice(1))
    expect(of([kind], 'hits') / of([kind], 'spans'), `${kind}\n${table}`).toBeGreaterThan(0.98);
});
