// The categories of the source that are frequent enough to count in a feature of their own.
import type { Engine } from '../../engines/engine.ts';
import { column, count, integer, less, rowNumber, subtract } from '../../engines/expression.ts';
import type { ComparedColumn } from '../compared-columns.ts';
import { comparedTable } from '../compared-rows.ts';
import { present } from '../counting.ts';

const categoriesCounted = 8;

export const frequentTable = ({ table, name }: ComparedColumn): string => `frequent ${table}.${name}`;

/** value, place from 1: a table, so that no value of the source is written into a statement. Answers how many there are. */
export async function createFrequentValues(engine: Engine, compared: ComparedColumn): Promise<number> {
  const value = column('t', compared.name, compared.type);
  const counted = column('c', 'rows', 'integer');
  const ranked = {
    from: {
      as: 'c',
      relation: {
        from: { relation: comparedTable(compared.table), as: 't' },
        where: present(value),
        groupBy: [value],
        select: { value, rows: count() },
      },
    },
    select: {
      value: column('c', 'value', compared.type),
      place: rowNumber(subtract(integer(0), counted), column('c', 'value', compared.type)),
    },
  };
  const place = column('r', 'place', 'integer');
  return engine.create(frequentTable(compared), {
    from: { relation: ranked, as: 'r' },
    where: less(place, integer(categoriesCounted + 1)),
    select: { value: column('r', 'value', compared.type), place },
  });
}
