// Bars of a plot that show no group of the source smaller than k.

export type Counts = { source: number; extract: number };
export type Bar = Counts & { label: string };

/**
 * Merges neighbours until each group has at least `k` source rows or none. Nothing is left to be worked out from the total:
 * what remains of too few goes into the last group too. `first` and `last` are positions.
 */
export function mergeNeighbours(counts: readonly Counts[], k: number): Group[] {
  const groups: Group[] = [];
  for (const [position, { source, extract }] of counts.entries()) {
    const before = groups.at(-1);
    if (before && isSmall(before.source, k)) extend(before, { source, extract, first: position, last: position });
    else groups.push({ source, extract, first: position, last: position });
  }
  // Empty groups may stand before it: it goes on until it has enough.
  for (let last = groups.at(-1); groups.length > 1 && last && isSmall(last.source, k); last = groups.at(-1)) {
    groups.pop();
    const before = groups.at(-1);
    if (before) extend(before, last);
  }
  return groups;
}

type Group = Counts & { first: number; last: number };

function extend(group: Group, { source, extract, last }: Group): void {
  group.source += source;
  group.extract += extract;
  group.last = last;
}

const isSmall = (count: number, k: number) => count > 0 && count < k;

/**
 * Shows the categories that the extract has and at least `k` source rows have, most frequent first, and everything else as one
 * bar. Where that bar would hold too few, the smallest shown joins it.
 */
export function mergeRest(shown: readonly Bar[], totals: Counts, k: number, rest: string): Bar[] {
  const bars = shown.filter(({ source }) => !isSmall(source, k) && source > 0);
  const others = { label: rest, source: totals.source, extract: totals.extract };
  for (const { source, extract } of bars) {
    others.source -= source;
    others.extract -= extract;
  }
  while (isSmall(others.source, k) && bars.length > 0) {
    const last = bars.pop() ?? others;
    others.source += last.source;
    others.extract += last.extract;
  }
  return others.source + others.extract > 0 ? [...bars, others] : bars;
}

/** Shares, the source's from counts rounded to whole k: a difference of fewer people can't be told. */
export function sharesOf(bars: readonly Bar[], k: number): Bar[] {
  const total = (side: 'source' | 'extract') => bars.reduce((all, bar) => all + bar[side], 0);
  const [source, extract] = [total('source'), total('extract')];
  return bars.map((bar) => ({
    label: bar.label,
    source: source === 0 ? 0 : Math.min(1, round((Math.round(bar.source / k) * k) / source)),
    extract: extract === 0 ? 0 : round(bar.extract / extract),
  }));
}

const round = (share: number) => Math.round(share * 1e3) / 1e3;
