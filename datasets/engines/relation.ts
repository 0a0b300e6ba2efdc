// The relational half of the algebra: queries over named tables, each a plain tree that a dialect renders.
import type { Expression } from './expression.ts';

/** A table by name, a query, or several queries with the same columns one after another (duplicates kept). */
export type Relation = string | Query | { readonly unionAll: readonly Relation[] };

export type Query = {
  readonly from: Source;
  readonly joins?: readonly Join[];
  readonly where?: Expression<'boolean'>;
  readonly groupBy?: readonly Expression[];
  readonly having?: Expression<'boolean'>;
  readonly select: Readonly<Record<string, Expression>>;
  readonly distinct?: boolean;
  readonly orderBy?: readonly Expression[];
  readonly limit?: number;
};

/** `as` is the name under which expressions reach the relation's columns. */
export type Source = { readonly relation: Relation; readonly as: string };

/** `semi` keeps left rows that have a match, `anti` those that have none; neither multiplies rows. */
export type Join = Source & {
  readonly how: 'inner' | 'left' | 'semi' | 'anti' | 'cross';
  readonly on?: Expression<'boolean'>;
};
