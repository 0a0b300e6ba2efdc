// Questions to PostgreSQL's catalog about one schema, whose name is the only parameter.

/** Partitions are parts of their table; tables that inherit stand for themselves and name their forebears. */
export const tablesSql = `
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

export const columnsSql = `
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
export const keysSql = `
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
