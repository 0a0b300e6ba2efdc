// Names of values on the levels of a declared hierarchy.
import type { GeneralizationHierarchy } from '../../policy/generalization-hierarchy.ts';
import type { Hierarchies, Hierarchy } from '../../policy/hierarchy-file.ts';

/** What a suppressed value shows. */
const suppressedName = '*';

type Refuse = (sentence: string) => Error;

/**
 * `names[l][leaf]` is what a leaf shows on level l; level 0 is the leaf itself, the last level shows `*` for all. Null shows nothing,
 * but on the last level what is there, so that nobody stands out by what is missing. Throws what `refuse` builds, without a value.
 */
export function levelNames(
  leaves: readonly (string | null)[],
  declared: GeneralizationHierarchy | undefined,
  hierarchies: Hierarchies,
  refuse: Refuse,
): (string | null)[][] {
  const file = declared?.file && hierarchies.get(declared.file.sha256);
  const levels = [leaves, ...coarserNames(leaves, declared, file, refuse)].map((names) => [...names]);
  const last = levels.at(-1) ?? [];
  if (levels.length > 1 && new Set(last).size < 2 && last[0] !== null) return levels;
  return [...levels, leaves.map(() => suppressedName)];
}

/** What the manifest says of a level. */
export function levelLabel(declared: GeneralizationHierarchy | undefined, level: number): string {
  if (level === 0) return '';
  const { bands, yearBands, prefixes, groups, file } = declared ?? {};
  const at = level - 1;
  if (bands?.[at] !== undefined) return `band ${bands[at]}`;
  if (yearBands?.[at] !== undefined) return `years ${yearBands[at]}`;
  if (prefixes?.[at] !== undefined) return `prefix ${prefixes[at]}`;
  if (groups?.[at] !== undefined) return `groups of level ${level}`;
  return file ? `hierarchy ${file.name} level ${level}` : 'suppressed';
}

function coarserNames(
  leaves: readonly (string | null)[],
  declared: GeneralizationHierarchy | undefined,
  file: Hierarchy | undefined,
  refuse: Refuse,
): (string | null)[][] {
  const each = (name: (leaf: string) => string) => leaves.map((leaf) => (leaf === null ? null : name(leaf)));
  if (declared?.bands) return declared.bands.map((width) => each((leaf) => bandName(Number(leaf), width)));
  if (declared?.yearBands) return declared.yearBands.map((width) => each((leaf) => yearName(leaf, width)));
  if (declared?.prefixes) return declared.prefixes.map((length) => each((leaf) => [...leaf].slice(0, length).join('')));
  if (declared?.groups) return groupNames(leaves, declared.groups);
  return file ? fileNames(leaves, file, refuse) : [];
}

function bandName(value: number, width: number): string {
  const lowest = Math.floor(value / width) * width;
  return `${lowest}..${lowest + width - 1}`;
}

/** Of a date or timestamp as the engine writes it: YYYY-MM-DD… */
function yearName(date: string, width: number): string {
  const year = Number(/^-?\d+/.exec(date)?.[0] ?? Number.NaN);
  return width === 1 ? String(year) : bandName(year, width);
}

function groupNames(
  leaves: readonly (string | null)[],
  groups: readonly Record<string, string>[],
): (string | null)[][] {
  let names = leaves;
  return groups.map((group) => {
    const merged = names.map((name) => (name !== null && Object.hasOwn(group, name) ? (group[name] ?? name) : name));
    names = merged;
    return merged;
  });
}

function fileNames(
  leaves: readonly (string | null)[],
  { levels, rows }: Hierarchy,
  refuse: Refuse,
): (string | null)[][] {
  const byValue = new Map(rows.map((row) => [row[0] ?? '', row]));
  const unknown = leaves.filter((leaf) => leaf !== null && !byValue.has(leaf)).length;
  if (unknown > 0)
    throw refuse(
      `expected every value of the source in the file, got ${unknown} values that it does not hold; add them`,
    );
  return Array.from({ length: levels }, (_, level) =>
    leaves.map((leaf) => (leaf === null ? null : (byValue.get(leaf)?.[level + 1] ?? null))),
  );
}
