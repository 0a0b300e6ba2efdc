// What the source itself holds of a class of values: a replacement that is someone's real one would be a leak.
import { cast, column, concatText, text } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { IdentifierClass } from '../identifiers/identifier-set.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { sourceTable } from '../working-tables.ts';
import type { CompiledColumn, CompiledTable } from './compiled-table.ts';

export type OwnValues = { holds: string; class: IdentifierClass };

/**
 * `value` in normal form, over the whole source: of every column whose rule says that it `holds` this, and of every identifier of
 * the class. First and last names of one table make whole names.
 */
export function ownValues(
  { holds, class: kind }: OwnValues,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Relation {
  const ofColumns = tables.flatMap(({ name, columns }) =>
    columns
      .filter((each) => each.holds === holds)
      .map(
        (each): Relation => ({
          from: { relation: sourceTable(name), as: 's' },
          distinct: true,
          select: { value: normalizedExpression(kind, told(each)) },
        }),
      ),
  );
  const ofIdentifiers = gathered
    .filter(({ declared }) => declared.class === kind)
    .map(
      ({ values }): Relation => ({
        from: { relation: values, as: 'n' },
        select: { value: column('n', 'value', 'text') },
      }),
    );
  return { unionAll: [...ofColumns, ...ofIdentifiers, ...(holds === 'fullName' ? wholeNames(tables) : [])] };
}

const wholeNames = (tables: readonly CompiledTable[]): Relation[] =>
  tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ holds }) => holds === 'firstName')
      .flatMap((first) =>
        columns
          .filter(({ holds }) => holds === 'lastName')
          .map(
            (last): Relation => ({
              from: { relation: sourceTable(name), as: 's' },
              distinct: true,
              select: { value: normalizedExpression('fullName', concatText(told(first), text(' '), told(last))) },
            }),
          ),
      ),
  );

const told = ({ source, sourceType }: CompiledColumn) => cast(column('s', source, sourceType), 'text');
