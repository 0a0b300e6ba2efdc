// What PostgreSQL's catalog says of one schema.
import type pg from 'pg';
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

/** Partitions are parts of their table; tables that inherit stand for themselves and name their forebears. */
const tablesSql = `
WITH RECURSIVE below AS (
  SELECT i.inhparent AS top, i.inhrelid AS rel FROM pg_catalog.pg_inherits i
  UNION
  SELECT b.top, i.inhrelid FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent = b.rel
)
SELECT c.relname::text AS name, c.relkind::text AS kind,
  c.relkind = 'r' AND NOT EXISTS (SELECT FROM below b WHERE b.top = c.oid) AS alone,
  pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
  CASE WHEN c.relkind = 'p' THEN (
    SELECT sum(p.reltuples)::bigint FROM below b JOIN pg_catalog.pg_class p ON p.oid = b.rel WHERE b.top = c.oid AND p.relkind = 'r' AND p.reltuples >= 0
  ) ELSE c.reltuples::bigint END::text AS rows,
  ARRAY(SELECT p.relname::text FROM below b JOIN pg_catalog.pg_class p ON p.oid = b.rel
        WHERE b.top = c.oid AND p.relispartition ORDER BY 1) AS parts,
  ARRAY(SELECT p.relname::text FROM below b JOIN pg_catalog.pg_class p ON p.oid = b.top
        WHERE b.rel = c.oid AND NOT c.relispartition AND p.relnamespace = c.relnamespace ORDER BY 1) AS inherits
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
ORDER BY c.relname COLLATE "C"`;

const columnsSql = `
WITH RECURSIVE typed AS (
  SELECT a.attrelid, a.attnum, a.atttypid AS type, a.atttypmod AS modifier, a.attnotnull AS required
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT s.attrelid, s.attnum, t.typbasetype, t.typtypmod, s.required OR t.typnotnull
  FROM typed s JOIN pg_catalog.pg_type t ON t.oid = s.type WHERE t.typtype = 'd'
)
SELECT c.relname::text AS table, a.attname::text AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS native, pg_catalog.format_type(s.type, s.modifier) AS base,
  t.typtype::text AS kind, NOT s.required AS nullable, pg_catalog.col_description(c.oid, a.attnum) AS comment,
  CASE WHEN t.typtype = 'e' THEN
    ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END AS labels,
  a.attgenerated <> '' AS generated
FROM typed s
JOIN pg_catalog.pg_type t ON t.oid = s.type AND t.typtype <> 'd'
JOIN pg_catalog.pg_attribute a ON a.attrelid = s.attrelid AND a.attnum = s.attnum
JOIN pg_catalog.pg_class c ON c.oid = s.attrelid
ORDER BY c.relname, a.attnum`;

/** Unique indexes count as keys where they cover all rows and plain columns. */
const keysSql = `
SELECT c.relname::text AS table, CASE WHEN i.indisprimary THEN 'p' ELSE 'u' END AS kind,
  ARRAY(SELECT a.attname::text FROM unnest((i.indkey::smallint[])[0:i.indnkeyatts - 1]) WITH ORDINALITY k (num, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num ORDER BY k.place) AS columns,
  NULL AS parent, NULL::text[] AS parent_columns
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND NOT c.relispartition AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
UNION ALL
SELECT c.relname::text, 'f',
  ARRAY(SELECT a.attname::text FROM unnest(f.conkey) WITH ORDINALITY k (num, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num ORDER BY k.place),
  p.relname::text,
  ARRAY(SELECT a.attname::text FROM unnest(f.confkey) WITH ORDINALITY k (num, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num ORDER BY k.place)
FROM pg_catalog.pg_constraint f JOIN pg_catalog.pg_class c ON c.oid = f.conrelid
JOIN pg_catalog.pg_class p ON p.oid = f.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND f.contype = 'f' AND f.conparentid = 0 AND NOT c.relispartition AND p.relnamespace = c.relnamespace
ORDER BY 1, 2, 3`;
