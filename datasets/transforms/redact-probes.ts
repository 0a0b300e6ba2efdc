// Plants values in sentences: the texts by which a redaction is measured.
import { createHash } from 'node:crypto';
import { en, Faker } from '@faker-js/faker';
import type { EntityType } from '../identifiers/recognizers/entity-types.ts';
import { type ProbeValue, probeValues } from './redact-probe-values.ts';

/** A text with what was planted into it. */
export type Probe = { text: string; start: number; end: number };

/** Part of the format: another seed would measure with other values. */
const seed = 20_250_117;

/** The same for the same column, sentences and kind. Nothing for a kind that has no values, or without sentences. */
export function plantSynthetic(type: EntityType, sentences: readonly string[], count: number, domain: string): Probe[] {
  const say = probeValues[type];
  if (!say) return [];
  const faker = seeded(`${domain} ${type}`);
  return plant(
    Array.from({ length: count }, () => say(faker)),
    sentences,
    faker,
  );
}

/** The source's own values, each as it is written there. */
export function plantOwn(values: readonly string[], sentences: readonly string[], domain: string): Probe[] {
  return plant(
    values.map((value) => ({ before: '', value })),
    sentences,
    seeded(domain),
  );
}

function plant(values: readonly ProbeValue[], sentences: readonly string[], faker: Faker): Probe[] {
  if (sentences.length === 0) return [];
  return values.map(({ before, value }) => {
    const sentence = faker.helpers.arrayElement([...sentences]);
    const at = faker.helpers.arrayElement(gapsOf(sentence));
    const lead = `${sentence.slice(0, at)}${at === 0 ? '' : ' '}${before}`;
    return {
      text: `${lead}${value} ${sentence.slice(at).trimStart()}`.trimEnd(),
      start: lead.length,
      end: lead.length + value.length,
    };
  });
}

/** Between words that are words: inside of a number or an address a value would be something else. */
function gapsOf(sentence: string): number[] {
  const gaps = [...sentence.matchAll(/(?<=\p{L}[,;:]?) +(?=\p{L})/gu)].map(({ index }) => index);
  return gaps.length > 0 ? gaps : [sentence.length];
}

function seeded(domain: string): Faker {
  const faker = new Faker({ locale: [en] });
  faker.seed([seed, createHash('sha256').update(domain).digest().readUInt32BE(0)]);
  return faker;
}
