// Holds the hierarchies of a policy against its quasi-identifiers: each builds levels in one way, and no level separates again.
import type { ExtractPolicy } from './extract-policy.ts';
import { type GeneralizationHierarchy, hierarchyWays } from './generalization-hierarchy.ts';
import type { RefusePolicy } from './refuse-policy.ts';

/** Throws the first fault through `refuse`. */
export function assertHierarchies({ privacy }: Pick<ExtractPolicy, 'privacy'>, refuse: RefusePolicy): void {
  const quasi = privacy.quasiIdentifiers === 'none' ? [] : privacy.quasiIdentifiers;
  for (const [path, declared] of Object.entries(privacy.hierarchies)) {
    const at = ['privacy', 'hierarchies', path];
    if (privacy.method === 'declared')
      throw refuse(
        at,
        'expected no hierarchies where privacy.method is declared, because each column then leaves as its own rule says; choose fullDomain or multidimensional',
      );
    if (!quasi.includes(path)) throw refuse(at, `expected one of privacy.quasiIdentifiers, got ${path}`);
    assertNested(declared, (sentence) => refuse(at, sentence));
  }
  if (privacy.method !== 'declared' && quasi.length === 0)
    throw refuse(['privacy', 'method'], `expected quasi-identifiers to generalize, got none with ${privacy.method}`);
}

function assertNested(declared: GeneralizationHierarchy, refuse: (sentence: string) => Error): void {
  const named = hierarchyWays.filter((way) => declared[way] !== undefined);
  if (named.length !== 1)
    throw refuse(
      `expected exactly one of ${hierarchyWays.join(', ')}, got ${named.length === 0 ? 'none' : named.join(' with ')}`,
    );
  for (const widths of [declared.bands ?? [], declared.yearBands ?? []])
    for (const [position, width] of widths.entries()) {
      const before = widths[position - 1];
      if (before !== undefined && (width <= before || width % before !== 0))
        throw refuse(`expected each width to be a larger multiple of the one before, got ${width} after ${before}`);
    }
  for (const [position, length] of (declared.prefixes ?? []).entries()) {
    const before = declared.prefixes?.[position - 1];
    if (before !== undefined && length >= before)
      throw refuse(`expected ever fewer characters, got ${length} after ${before}`);
  }
}
