// The contract of a transform: a rule of the policy in, a relational expression out.
import type { Cell } from '../engines/engine.ts';
import type { Expression, ValueType } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import type { ExtractError } from '../extract-error.ts';
import type { ColumnRule } from '../policy/column-rule.ts';
import type { DictionaryClass, DictionaryLocale } from '../policy/dictionary-classes.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import type { TransformName } from '../policy/transform-names.ts';
import type { Uniqueness } from './uniqueness.ts';

export type ColumnContext = {
  table: string;
  output: string;
  source: string;
  rule: ColumnRule;
  /** The source value, of the source row under the alias `s`. */
  value: Expression;
  /** Whether rows of this table belong to subjects. */
  owned: boolean;
  shiftWeeks: number | 'none';
  hierarchies: Hierarchies;
  /** Source values of the row's key, as text. */
  rowKey: readonly Expression<'text'>[];
  /** The value of a column of the row that this column points at. */
  lookup: (columnPath: string) => { value: Expression; join: Join };
  /** Builds the error that names this column's place in the policy. */
  refuse: (sentence: string) => ExtractError;
};

export type TransformedColumn = {
  /** What the manifest says of it; equal labels mean values that can be joined. */
  label: string;
  value: Expression;
  preserves: Uniqueness;
  joins?: readonly Join[];
  map?: ValueMap;
  /** Tables of values known before anything is read, which the joins or the map name. */
  known?: readonly KnownTable[];
  /** What source rows must never hold; asked as soon as they are loaded. */
  forbidden?: readonly Forbidden[];
};

export type KnownTable = {
  table: string;
  columns: Readonly<Record<string, ValueType>>;
  rows: readonly (readonly Cell[])[];
};

/** `where` sees the source row under `s` and what `joins` bring; `sentence` tells how many rows, never a value. */
export type Forbidden = {
  where: Expression<'boolean'>;
  joins?: readonly Join[];
  refuse: (rows: number) => ExtractError;
};

/** A table from each distinct value to its replacement, worked out once and joined: hashing every row would cost much more. */
export type ValueMap = {
  table: string;
  valueType: ValueType;
  /** `values` has one column `value` without duplicates or nulls; `dictionarySize` is 0 without a dictionary. */
  build: (values: Relation, dictionarySize: number) => Relation;
  dictionary?: { table: string; class: DictionaryClass; locale: DictionaryLocale };
  /** Whether two values must never share a replacement. */
  injective: boolean;
};

export type Transform = (context: ColumnContext) => TransformedColumn;
export type TransformTable = Readonly<Record<Exclude<TransformName, 'drop'>, Transform>>;
