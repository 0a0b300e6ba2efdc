// Numbers hashed by a key inside queries, whichever way the engine takes.
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { column } from '../../../datasets/engines/expression.ts';
import { keyedNumberIn, withKey } from '../../../datasets/keys/keyed-hash.ts';
import { openEngine } from '../with-engine.ts';

const numbers = [0n, -1n, 42n, 2n ** 63n - 1n, -(2n ** 63n), null];

async function hashed(threads: number, domain: string[]) {
  await using place = await openEngine({ threads });
  await place.engine.createFromValues(
    't',
    { v: 'integer' },
    numbers.map((each) => [each]),
  );
  const rows = await place.engine.rows({
    from: { relation: 't', as: 't' },
    joins: [withKey('pseudonyms')],
    select: { hash: keyedNumberIn(domain, column('t', 'v', 'integer')) },
  });
  const wanted = numbers.map((each) =>
    each === null
      ? null
      : createHmac('sha256', place.keys.pseudonyms)
          .update([...domain, each].join('\u001f'))
          .digest()
          .readBigUInt64BE() >> 1n,
  );
  return { got: rows.map(([hash]) => hash), wanted };
}

// Few threads and many, a prefix that fits one block and one that does not: four ways to the same numbers.
for (const threads of [1, 8])
  for (const domain of ['person', 'a domain whose name is longer than any block has room for'])
    it(`hashes numbers of "${domain}" on ${threads} threads as node:crypto does, and leaves null null`, async () => {
      const { got, wanted } = await hashed(threads, ['pseudonym', domain]);
      // mutant: drop the cast of the digits to text, or take the prefix without its separator; caught here.
      expect(got).toEqual(wanted);
    });
