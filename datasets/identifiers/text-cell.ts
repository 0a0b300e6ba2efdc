// One readable place of a submitted text: a field, a value under a key, or a whole stretch of prose.

export type TextCell = {
  text: string;
  /** Offset of the cell's first character in the whole text; `text` is what stands there. */
  start: number;
  /** Name of its column or key, where it has one. */
  column?: string;
  /** Number of its row or object: cells of one number stand together. */
  row?: number;
  /** A whole row, for names that stand in two columns side by side. */
  joined?: true;
};
