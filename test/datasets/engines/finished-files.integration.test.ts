import { join } from 'node:path';
import { expect, it } from 'vitest';
import { column, count, integer, less } from '../../../datasets/engines/expression.ts';
import { openEngine } from '../with-engine.ts';

it('takes rows out, writes the rest, reads it back from the file and tells every text beside the rows', async () => {
  await using place = await openEngine();
  const { engine, dir } = place;
  const rows = Array.from({ length: 10 }, (_, at) => [BigInt(at), `word ${at}`] as const);
  await engine.createFromValues('some words', { number: 'integer', word: 'text' }, rows);
  await engine.remove('some words', less(integer(6), column('t', 'number', 'integer')));
  const path = join(dir, "it's.parquet");
  await engine.writeParquet(path, 'some words');
  await engine.viewParquet('sealed words', path);
  const counted = { from: { relation: 'sealed words', as: 't' }, select: { rows: count() } };
  expect(await engine.rows(counted)).toEqual([[7n]]);
  const texts = await engine.parquetTexts(path);
  expect(texts).toEqual(expect.arrayContaining(['number', 'word', 'word 0', 'word 6']));
  // mutant: forget the deletion; the largest word would be another.
  expect(texts).not.toContain('word 9');
  expect(texts.some((text) => text.startsWith('DuckDB'))).toBe(true);
});
