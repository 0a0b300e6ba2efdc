// Finds another number for every number of the source: none that the source knows, no two alike.
import type { Engine } from '../engines/engine.ts';
import { column, equal, minimum } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { ExtractError } from '../extract-error.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { sourceTable } from '../working-tables.ts';
import type { CompiledTable } from './compiled-table.ts';
import { randomDigits } from './digits.ts';
import { numberFormats } from './number-formats.ts';
import { ownValues } from './own-values.ts';
import type { Ingredient } from './transform.ts';

type Numbers = Extract<Ingredient, { kind: 'numbers' }>;

/** With n numbers of N possible ones, some number finds all of them taken with a chance below n (2n / N)^8. */
const attempts = 8;
const number = column('n', 'number', 'text');
const other = column('n', 'other', 'text');

/**
 * Creates `number`, `other`. An attempt draws one candidate by hash for every number that has none yet; of several numbers with one
 * candidate the first takes it. Over the whole source: which rows are chosen changes nothing. Answers how many.
 */
export async function createNumbers(
  engine: Engine,
  numbers: Numbers,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Promise<number> {
  const { table, class: kind } = numbers;
  const [own, left, tried] = [`own ${table}`, `left ${table}`, `tried ${table}`];
  await engine.create(own, {
    from: { relation: ownValues({ holds: kind, class: numberFormats[kind].identifier }, tables, gathered), as: 'o' },
    distinct: true,
    select: { value: column('o', 'value', 'text') },
  });
  const all = await engine.create(left, numbersOf(numbers, tables));
  await engine.createFromValues(table, { number: 'text', other: 'text' }, []);
  let remaining = all;
  for (let attempt = 0; attempt < attempts && remaining > 0; attempt++) {
    await engine.create(tried, candidates(left, numbers, attempt));
    const found = await engine.insert(table, {
      from: { relation: tried, as: 'n' },
      joins: [
        without(own, 'value', normalizedExpression(numberFormats[kind].identifier, other)),
        without(table, 'other', other),
      ],
      groupBy: [other],
      select: { number: minimum(number), other },
    });
    remaining -= found;
    if (remaining > 0)
      await engine.create(left, {
        from: { relation: tried, as: 'n' },
        joins: [without(table, 'number', number)],
        select: { number },
      });
  }
  if (remaining > 0)
    throw new ExtractError(
      'bad-policy',
      `expected another ${kind} for each of ${all} in ${numbers.domain}, got none for ${remaining}: too few of their form are free; pseudonymize or permute them`,
    );
  return all;
}

const without = (relation: string, name: string, value: typeof number): Join => ({
  how: 'anti',
  relation,
  as: `in ${relation}`,
  on: equal(column(`in ${relation}`, name, 'text'), value),
});

/** Of every column that is replaced under this class and domain. */
function numbersOf({ table, class: kind }: Numbers, tables: readonly CompiledTable[]): Relation {
  const format = numberFormats[kind];
  const ofColumns = tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ map }) => map?.ingredients?.some((each) => each.table === table))
      .map(({ source }): Relation => {
        const value = column('s', source, 'text');
        return {
          from: { relation: sourceTable(name), as: 's' },
          where: format.isOfForm(value),
          distinct: true,
          select: { number: format.number(value) },
        };
      }),
  );
  return { from: { relation: { unionAll: ofColumns }, as: 'n' }, distinct: true, select: { number } };
}

/** Step by step: what one expression says many times over would be worked out as often. */
function candidates(numbers: string, { class: kind, domain }: Numbers, attempt: number): Relation {
  const format = numberFormats[kind];
  const hash = hmacHex(inDomain(['preserveFormat', kind, domain, String(attempt)], number));
  const hashed: Relation = {
    from: { relation: numbers, as: 'n' },
    joins: [withKey('pseudonyms')],
    select: { number, hash },
  };
  const filled = column('n', 'filled', 'text');
  const random: Relation = {
    from: { relation: hashed, as: 'n' },
    select: { number, random: randomDigits(column('n', 'hash', 'text')) },
  };
  const drawn: Relation = {
    from: { relation: random, as: 'n' },
    select: { number, filled: format.filled(number, column('n', 'random', 'text')) },
  };
  const checkable: Relation = {
    from: { relation: drawn, as: 'n' },
    select: { number, filled, over: format.checkedOver(number, filled) },
  };
  return {
    from: { relation: checkable, as: 'n' },
    select: { number, other: format.whole(number, filled, column('n', 'over', 'text')) },
  };
}
