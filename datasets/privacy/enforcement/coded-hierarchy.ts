// A generalization hierarchy over coded values: levels that merge what the level before kept apart.

/** `of[leaf]` is the leaf's code on this level, `leavesUnder[code]` how many leaves share it. */
export type HierarchyLevel = { readonly of: Int32Array; readonly leavesUnder: Int32Array };

export type CodedHierarchy = {
  /** How many values the domain holds. */
  readonly leaves: number;
  /** Finest first; level 0 keeps all leaves apart. */
  readonly levels: readonly HierarchyLevel[];
};

/**
 * `coarser[l][leaf]` names the leaf's value on level l + 1. Level 0 is added, and a last level that merges all values where none
 * does, unless `rooted` is false: whatever a steward declares, saying nothing remains possible. Throws RangeError where a level separates what the one
 * before it has merged: generalizing further would then tell more.
 */
export function codedHierarchy(
  leaves: number,
  coarser: readonly (readonly unknown[])[],
  rooted = true,
): CodedHierarchy {
  let finer = Int32Array.from({ length: leaves }, (_, leaf) => leaf);
  const levels = [{ of: finer, leavesUnder: new Int32Array(leaves).fill(1) }];
  for (const [position, names] of coarser.entries()) {
    const codes = new Map<unknown, number>();
    const of = new Int32Array(leaves);
    const leavesUnder: number[] = [];
    const mergedInto = new Map<number, number>();
    for (let leaf = 0; leaf < leaves; leaf++) {
      const code = codes.get(names[leaf]) ?? codes.size;
      codes.set(names[leaf], code);
      of[leaf] = code;
      leavesUnder[code] = (leavesUnder[code] ?? 0) + 1;
      const before = finer[leaf] ?? 0;
      if ((mergedInto.get(before) ?? code) !== code)
        throw new RangeError(
          `expected level ${position + 1} to keep together what level ${position} has merged, got a level that separates it`,
        );
      mergedInto.set(before, code);
    }
    levels.push({ of, leavesUnder: Int32Array.from(leavesUnder) });
    finer = of;
  }
  if (rooted && (levels.at(-1)?.leavesUnder.length ?? 0) > 1)
    levels.push({ of: new Int32Array(leaves), leavesUnder: Int32Array.of(leaves) });
  return { leaves, levels };
}
