// DuckDB's SQL for what a Parquet file says beside its rows.
import { quoteText } from './quote.ts';

/** One text per row. Smallest and largest values are told of texts alone: those of numbers are cells of their own column. */
export function parquetTextsSql(path: string): string {
  const file = quoteText(path);
  return `SELECT DISTINCT told FROM (
  SELECT created_by AS told FROM parquet_file_metadata(${file})
  UNION ALL SELECT decode(key) || ': ' || decode(value) FROM parquet_kv_metadata(${file})
  UNION ALL SELECT name FROM parquet_schema(${file})
  UNION ALL SELECT unnest([stats_min, stats_max, stats_min_value, stats_max_value])
    FROM parquet_metadata(${file}) WHERE type = 'BYTE_ARRAY'
) WHERE told IS NOT NULL ORDER BY told`;
}
