// The contract of a transform: a rule of the policy in, a relational expression out.
import type { Cell } from '../engines/engine.ts';
import type { Expression, ValueType } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import type { ExtractError } from '../extract-error.ts';
import type { IdentifierClass } from '../identifiers/identifier-set.ts';
import type { ColumnRule } from '../policy/column-rule.ts';
import type { DictionaryClass, DictionaryLocale, FormatClass, OwnWords } from '../policy/dictionary-classes.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import type { Redact } from '../policy/redact-rule.ts';
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
  /** Source columns of the row's key. */
  key: readonly string[];
  /** Their values, as text. */
  rowKey: readonly Expression<'text'>[];
  /** Another column of the same source row. */
  sibling: (source: string) => Expression;
  /** Whether the policy declares an identifier that is this source column and nothing else. */
  isIdentifier: boolean;
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
  /** Where a replacement may be the row's own value by chance: the words to draw from, as a column of an ingredient. */
  chance?: { table: string; word: string; class: IdentifierClass };
  /** Which kind of value the source column holds, for replacements that must be none of the source's own. */
  holds?: string;
  joins?: readonly Join[];
  map?: ValueMap;
  /** No two rows may meet in this column of the finished table; asked once it is written. */
  apart?: true;
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
  /** The source column whose values it maps; the rule's own when not given. */
  source?: string;
  /** `values` has one column `value` without duplicates or nulls; `sizes` are those of the ingredients. */
  build: (values: Relation, sizes: readonly number[]) => Relation;
  ingredients?: readonly Ingredient[];
  /** A column of the map in which no two values may meet; none where they may, or where hashes are too long for that. */
  apart?: string;
  /** The same replacement worked out beside the row, cheaper where no value comes twice. */
  inline?: { value: Expression; joins: readonly Join[] };
};

/** A table that maps are built from, made once the source is loaded. */
export type Ingredient =
  | { kind: 'words'; table: string; class: DictionaryClass; locale: DictionaryLocale; ownWords: OwnWords }
  /** Every number of a class in the columns of a domain, with the number that stands for it: `number`, `other`. */
  | { kind: 'numbers'; table: string; class: FormatClass; domain: string }
  | { kind: 'people' | 'addresses'; table: string; locale: DictionaryLocale }
  /** Texts of a source column with what is personal taken out: `value`, `replacement`. */
  | { kind: 'redactions'; table: string; of: { table: string; source: string }; rule: Redact };

export type Transform = (context: ColumnContext) => TransformedColumn;
export type TransformTable = Readonly<Record<Exclude<TransformName, 'drop'>, Transform>>;
