// Lays drawn people or addresses out as a table, without those that the source knows.
import type { Engine } from '../engines/engine.ts';
import { column, equal, integer, rowNumber, subtract } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { ExtractError } from '../extract-error.ts';
import type { IdentifierClass } from '../identifiers/identifier-set.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import type { CompiledTable } from './compiled-table.ts';
import { leastWords } from './create-words.ts';
import { drawAddresses } from './draw-addresses.ts';
import { drawPeople } from './draw-people.ts';
import { ownValues } from './own-values.ts';
import type { Ingredient } from './transform.ts';

/**
 * What names somebody whole is excluded: whole names, streets with their numbers. First names, cities and the like are shared by
 * many: those of the source are used as they come, and the manifest states how often they meet by chance.
 */
const excluded: Record<'people' | 'addresses', readonly { part: string; holds: string; class: IdentifierClass }[]> = {
  people: [{ part: 'fullName', holds: 'fullName', class: 'fullName' }],
  addresses: [
    { part: 'street', holds: 'street', class: 'text' },
    { part: 'full', holds: 'address', class: 'text' },
  ],
};

export async function createTuples(
  engine: Engine,
  { kind, table, locale }: Extract<Ingredient, { kind: 'people' | 'addresses' }>,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Promise<number> {
  const drawn: readonly Record<string, string>[] = await (kind === 'people' ? drawPeople : drawAddresses)(locale);
  const parts = Object.keys(drawn[0] ?? {});
  const drawnTable = `${table} drawn`;
  await engine.createFromValues(
    drawnTable,
    { position: 'integer', ...Object.fromEntries(parts.map((part) => [part, 'text' as const])) },
    drawn.map((tuple, position) => [BigInt(position), ...parts.map((part) => tuple[part] ?? '')]),
  );
  const joins = excluded[kind].map(
    ({ part, holds, class: kindOfPart }): Join => ({
      how: 'anti',
      relation: ownValues({ holds, class: kindOfPart }, tables, gathered),
      as: `own ${part}`,
      on: equal(column(`own ${part}`, 'value', 'text'), normalizedExpression(kindOfPart, column('d', part, 'text'))),
    }),
  );
  const left = await engine.create(table, {
    from: { relation: drawnTable, as: 'd' },
    joins,
    select: {
      position: subtract(rowNumber(column('d', 'position', 'integer')), integer(1)),
      ...Object.fromEntries(parts.map((part) => [part, column('d', part, 'text')])),
    },
  });
  if (left < leastWords)
    throw new ExtractError(
      'bad-policy',
      `expected at least ${leastWords} ${kind} in ${locale} whom the source does not know, got ${left}; choose another locale`,
    );
  return left;
}
