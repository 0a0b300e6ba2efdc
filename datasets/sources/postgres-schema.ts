// What PostgreSQL's catalog says of one schema.
import type pg from 'pg';
import { columnsSql, keysSql, tablesSql } from './postgres-catalog-sql.ts';
import type { SourceSchema, SourceSchemaColumn, SourceTable, SourceView } from './source-schema.ts';

export type PostgresCatalog = {
  schema: SourceSchema;
  /** What COPY needs to know of each table. */
  storage: ReadonlyMap<string, PostgresStorage>;
};

export type PostgresStorage = {
  /** Whether all rows are in the table itself: COPY of a table knows nothing of its parts and heirs. */
  alone: boolean;
  /** The type under all domains, and whether it is computed. */
  columns: ReadonlyMap<string, { base: string; isEnum: boolean; generated: boolean }>;
};

type TableRow = {
  name: string;
  kind: string;
  alone: boolean;
  comment: string | null;
  rows: string | null;
  parts: string[];
  inherits: string[];
};
type ColumnRow = {
  table: string;
  name: string;
  native: string;
  base: string;
  kind: string;
  nullable: boolean;
  comment: string | null;
  labels: string[] | null;
  generated: boolean;
};
type KeyRow = { table: string; kind: string; columns: string[]; parent: string; parent_columns: string[] };

/** A role that may do nothing but SELECT sees all of it: catalogs are open to everybody. */
export async function describePostgres(client: Pick<pg.Client, 'query'>, schema: string): Promise<PostgresCatalog> {
  const { rows: tables } = await client.query<TableRow>(tablesSql, [schema]);
  const { rows: columns } = await client.query<ColumnRow>(columnsSql, [schema]);
  const { rows: keys } = await client.query<KeyRow>(keysSql, [schema]);
  const stored = tables.filter(({ kind }) => kind === 'r' || kind === 'p');
  const columnsOf = (name: string) => columns.filter(({ table }) => table === name);
  return {
    schema: {
      kind: 'postgres',
      tables: stored.map((table) =>
        tableOf(
          table,
          columnsOf(table.name),
          keys.filter(({ table: owner }) => owner === table.name),
        ),
      ),
      views: tables.flatMap(({ name, kind, comment }) => {
        const viewKind = viewKinds[kind];
        return viewKind ? [{ name, kind: viewKind, comment }] : [];
      }),
    },
    storage: new Map(
      stored.map(({ name, alone }) => [
        name,
        {
          alone,
          columns: new Map(
            columnsOf(name).map((column) => [
              column.name,
              { base: column.base, isEnum: column.kind === 'e', generated: column.generated },
            ]),
          ),
        },
      ]),
    ),
  };
}

function tableOf({ name, comment, rows, parts, inherits }: TableRow, own: ColumnRow[], keys: KeyRow[]): SourceTable {
  const columns = own.map(columnOf);
  return {
    name,
    comment,
    columns,
    primaryKey: keys.find(({ kind }) => kind === 'p')?.columns ?? [],
    uniqueKeys: keys.filter(({ kind }) => kind === 'u').map((key) => key.columns),
    foreignKeys: keys
      .filter(({ kind }) => kind === 'f')
      .map((key) => ({
        columns: key.columns,
        parent: key.parent,
        parentColumns: key.parent_columns,
        nullable: columns.some((column) => key.columns.includes(column.name) && column.nullable),
      })),
    estimatedRows: rows === null || BigInt(rows) < 0n ? null : BigInt(rows),
    partitions: parts,
    inherits,
  };
}

const viewKinds: Record<string, SourceView['kind']> = { v: 'view', m: 'materialized view', f: 'foreign table' };

function columnOf({ name, native, base, kind, nullable, comment, labels }: ColumnRow): SourceSchemaColumn {
  return {
    name,
    nativeType: native,
    type: declarable(base, kind),
    nullable,
    comment,
    ...(labels ? { enumValues: labels } : {}),
  };
}

/** `base` is the type under all domains; `kind` is its typtype. */
function declarable(base: string, kind: string): SourceSchemaColumn['type'] {
  if (kind === 'c' || base === 'bytea' || base.endsWith('[]')) return null;
  if (/^(smallint|integer|bigint)$/.test(base)) return 'integer';
  if (/^(real|double precision)$/.test(base)) return 'double';
  if (base === 'boolean' || base === 'date') return base;
  if (base.startsWith('timestamp')) return 'timestamp';
  const [, width, scale] = /^numeric\((\d+),(\d+)\)$/.exec(base)?.map(Number) ?? [];
  if (width === undefined || scale === undefined || width > 38 || scale > width) return 'text';
  return scale === 0 && width <= 18 ? 'integer' : `decimal(${width},${scale})`;
}
