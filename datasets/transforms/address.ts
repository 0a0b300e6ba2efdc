// Replaces parts of an address by those of one that nobody lives at: one and the same for everything that tells it.
import { cast, column, equal, first63Bits, integer, modulo } from '../engines/expression.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { type AddressPart, addressParts } from '../policy/dictionary-classes.ts';
import type { Transform } from './transform.ts';
import { tuplePart } from './tuple-part.ts';

/** Parts that many addresses share: a real one may come back by chance. */
const shared: readonly AddressPart[] = ['city', 'postcode', 'region'];

/** Streets and whole addresses are never the source's own. */
export const address: Transform = (context) => {
  const { part, of, locale, domain } = context.rule.address ?? {
    part: 'full',
    of: '',
    locale: 'en',
    domain: 'address',
  };
  const addresses = `addresses in ${locale}`;
  return {
    ...tuplePart(context, {
      ...{ what: 'address', part, of, locale, domain },
      ingredient: { kind: 'addresses', table: addresses, locale },
      build: (values, size, whose) => ({
        from: {
          as: 'h',
          relation: {
            from: { relation: values, as: 'v' },
            joins: [withKey('pseudonyms')],
            select: {
              value: whose,
              position: modulo(
                first63Bits(hmacHex(inDomain(['address', domain, locale], cast(whose, 'text')))),
                integer(size),
              ),
            },
          },
        },
        joins: [
          {
            how: 'inner',
            relation: addresses,
            as: 'd',
            on: equal(column('d', 'position', 'integer'), column('h', 'position', 'integer')),
          },
        ],
        select: {
          value: column('h', 'value', whose.type),
          ...Object.fromEntries(addressParts.map((each) => [each, column('d', each, 'text')])),
        },
      }),
    }),
    preserves: 'lossy',
    holds: part === 'full' ? 'address' : part,
    ...(shared.includes(part) ? { chance: { table: addresses, word: part, class: 'text' as const } } : {}),
  };
};
