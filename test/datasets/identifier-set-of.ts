// Builds an identifier set from plain values, for tests of the finder.
import { createHmac } from 'node:crypto';
import type { IdentifierClass, IdentifierSet } from '../../datasets/identifiers/identifier-set.ts';
import { normalize } from '../../datasets/identifiers/normalize.ts';

type Plain = {
  name: string;
  class: IdentifierClass;
  context?: string[];
  values: string[];
  tuple?: { columns: string[]; companions: string[][] };
};

export function identifierSetOf(...plain: Plain[]): IdentifierSet {
  const key = Buffer.alloc(32, 9);
  const hash = (message: string) =>
    createHmac('sha256', key).update(message).digest().subarray(0, 16).toString('base64');
  return {
    format: 'practicum-identifier-set/1',
    key: key.toString('base64'),
    identifiers: plain.map(({ name, class: kind, context = [], values, tuple }) => {
      const normalized = values.map((value) => normalize(kind, value));
      return {
        name,
        class: kind,
        context,
        minimumEntropyBits: 48,
        longestValue: Math.max(...normalized.map(({ length }) => length)),
        values: normalized.map(hash),
        tuple: tuple
          ? {
              columns: tuple.columns,
              values: normalized.map((value, at) => hash([value, ...(tuple.companions[at] ?? [])].join('\u001f'))),
            }
          : null,
      };
    }),
  };
}
