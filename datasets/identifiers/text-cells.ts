// Takes a text apart into cells: fields of CSV, values of JSON, or one whole stretch of prose.
import { csvCells } from './csv-cells.ts';
import { jsonCells } from './json-cells.ts';
import type { TextCell } from './text-cell.ts';

export function readCells(text: string, path: string): TextCell[] {
  const extension = /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const isJson =
    ['json', 'jsonl', 'ndjson', 'ipynb', 'geojson'].includes(extension) || (extension === '' && /^\s*[[{]/.test(text));
  if (isJson) return jsonCells(text);
  const isProse = ['md', 'txt', 'py', 'sql', 'r', 'html', 'ts', 'js', 'yaml', 'yml', 'log'].includes(extension);
  return (isProse ? undefined : csvCells(text, extension === 'csv' || extension === 'tsv')) ?? [{ text, start: 0 }];
}
