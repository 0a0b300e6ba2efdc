// What the catalog of an attached DuckDB file says of one schema of it.
import type { DatabaseColumn, DatabaseForeignKey, DatabaseSchema } from '../database-schema.ts';
import type { Cell } from '../engine.ts';
import type { Session } from './load-native.ts';
import { declarableType } from './native-types.ts';
import { quoteText } from './quote.ts';

export async function describeDatabase(session: Session, catalog: string, schema: string): Promise<DatabaseSchema> {
  const here = `database_name = ${quoteText(catalog)} AND schema_name = ${quoteText(schema)}`;
  const tables = await session.read(
    `SELECT table_name, "comment", CAST(estimated_size AS BIGINT) FROM duckdb_tables() WHERE ${here} ORDER BY table_name`,
  );
  const columns = await session.read(
    `SELECT table_name, column_name, data_type, is_nullable, "comment" FROM duckdb_columns() WHERE ${here} ORDER BY table_name, column_index`,
  );
  // Names travel as JSON: one may hold any character.
  const keys = await session.read(
    `SELECT table_name, constraint_type, to_json(constraint_column_names), referenced_table, to_json(referenced_column_names)
     FROM duckdb_constraints() WHERE ${here} ORDER BY table_name, constraint_index`,
  );
  const views = await session.read(`SELECT view_name, "comment" FROM duckdb_views() WHERE ${here} ORDER BY view_name`);
  return {
    tables: tables.map(([name, comment, estimatedRows]) => {
      const own = columns.filter(([table]) => table === name).map(columnOf);
      const kept = keys.filter(([table]) => table === name);
      const listsOf = (kind: string) => kept.filter(([, type]) => type === kind).map(([, , names]) => namesOf(names));
      return {
        name: String(name),
        comment: textOrNull(comment),
        columns: own,
        primaryKey: listsOf('PRIMARY KEY')[0] ?? [],
        uniqueKeys: listsOf('UNIQUE'),
        foreignKeys: kept
          .filter(([, type]) => type === 'FOREIGN KEY')
          // The parent's side of a key is listed too, pointing at its child, without columns of its own.
          .filter(([, , names]) => namesOf(names).length > 0)
          .map(([, , names, parent, parentNames]): DatabaseForeignKey => {
            const childColumns = namesOf(names);
            return {
              columns: childColumns,
              parent: String(parent),
              parentColumns: namesOf(parentNames),
              nullable: own.some((column) => childColumns.includes(column.name) && column.nullable),
            };
          }),
        estimatedRows: typeof estimatedRows === 'bigint' ? estimatedRows : null,
        partitions: [],
        inherits: [],
      };
    }),
    views: views.map(([name, comment]) => ({
      name: String(name),
      kind: 'view',
      comment: textOrNull(comment),
    })),
  };
}

function columnOf([, name, nativeType, nullable, comment]: Cell[]): DatabaseColumn {
  const labels = enumLabels(String(nativeType));
  return {
    name: String(name),
    nativeType: String(nativeType),
    type: declarableType(String(nativeType)),
    nullable: nullable === true,
    comment: textOrNull(comment),
    ...(labels ? { enumValues: labels } : {}),
  };
}

/** Of `ENUM('sad', 'it''s ok')`. */
function enumLabels(nativeType: string): string[] | undefined {
  if (!/^ENUM\(.*\)$/s.test(nativeType)) return undefined;
  return [...nativeType.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label.replaceAll("''", "'"));
}

const namesOf = (json: Cell | undefined): string[] => JSON.parse(String(json ?? '[]')) as string[];
const textOrNull = (cell: Cell | undefined) => (typeof cell === 'string' ? cell : null);
