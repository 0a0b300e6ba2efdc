// Makes one of the tables that value maps are built from.
import type { Engine } from '../engines/engine.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import type { CompiledTable } from './compiled-table.ts';
import { createNumbers } from './create-numbers.ts';
import { createTuples } from './create-tuples.ts';
import { createWords } from './create-words.ts';
import { redactTexts } from './redact-texts.ts';
import type { Ingredient } from './transform.ts';

/** Answers its rows. */
export function createIngredient(
  engine: Engine,
  ingredient: Ingredient,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Promise<number> {
  switch (ingredient.kind) {
    case 'words':
      return createWords(engine, ingredient, tables, gathered);
    case 'people':
    case 'addresses':
      return createTuples(engine, ingredient, tables, gathered);
    case 'redactions':
      return redactTexts(engine, ingredient, gathered);
    case 'numbers':
      return createNumbers(engine, ingredient, tables, gathered);
  }
}
