// Tells which tables hold rows that belong to subjects.
import type { ExtractPolicy } from '../policy/extract-policy.ts';

/** The subject's table with everything that relations other than references connect to it, in either direction. */
export function ownedTables({ subject, relations }: Pick<ExtractPolicy, 'subject' | 'relations'>): Set<string> {
  const owned = new Set([subject.table]);
  const owning = relations.filter(({ reference }) => !reference);
  for (let before = 0; before < owned.size; ) {
    before = owned.size;
    for (const { child, parent } of owning) {
      if (owned.has(child)) owned.add(parent);
      if (owned.has(parent)) owned.add(child);
    }
  }
  return owned;
}
