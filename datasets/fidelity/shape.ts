// What is measured of one column.

export type Scored = {
  /** 1 for alike; null where the definition leaves it open (nothing but nulls on one side). */
  score: number | null;
  /** The same between two halves of the source; null where the source can't be halved. */
  noise: number | null;
};

export type MeasuredShape = Scored & {
  metric: 'KSComplement' | 'TVComplement';
  /** Of a number: BoundaryAdherence, the share of the extract's values inside the source's range. */
  boundaryAdherence?: number | null;
  /** Of a number: RangeCoverage, the share of the source's range that the extract's reaches over. */
  rangeCoverage?: number | null;
  /** Of a category: CategoryCoverage, the share of the source's categories that the extract has. */
  categoryCoverage?: number | null;
  /** Categories that fewer than one in a hundred rows of the source have, and how many of them survive. */
  rare?: { categories: number; survive: number };
};

export type ColumnShape = MeasuredShape & {
  /** MissingValueSimilarity: 1 - |share of nulls in the source - share in the extract|. */
  missingValueSimilarity: number | null;
};
