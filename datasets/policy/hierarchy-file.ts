// Reads the generalization hierarchies that a policy names: files of the ARX kind beside it, pinned by their digest.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ExtractPolicy } from './extract-policy.ts';
import type { RefusePolicy } from './refuse-policy.ts';

/** Every row holds one value of the column, then what stands for it on level 1, level 2 …; the last level is often `*`. */
export type Hierarchy = {
  /** How many levels above the values themselves. */
  readonly levels: number;
  readonly rows: readonly (readonly string[])[];
};

/** By the SHA-256 of the file, which is what the signed policy knows of its content. */
export type Hierarchies = ReadonlyMap<string, Hierarchy>;

type WithHierarchies = Pick<ExtractPolicy, 'tables'> & { privacy: Pick<ExtractPolicy['privacy'], 'hierarchies'> };
type Named = { file: string; sha256: string; at: readonly PropertyKey[]; nameAt: string };

/**
 * Reads every hierarchy file of a policy from the folder that the policy lies in. Throws ExtractError `bad-policy` for a missing
 * file, another digest, or a table that is no hierarchy.
 */
export async function readHierarchies(
  policy: WithHierarchies,
  folder: string,
  refuse: RefusePolicy,
): Promise<Hierarchies> {
  const hierarchies = new Map<string, Hierarchy>();
  for (const { file, sha256, at, nameAt } of filesOf(policy)) {
    const bytes = await readFile(join(folder, file)).catch((cause: NodeJS.ErrnoException) => {
      throw refuse([...at, nameAt], `expected ${file} beside the policy, got ${cause.code}`);
    });
    const actual = createHash('sha256').update(bytes).digest('hex');
    if (actual !== sha256)
      throw refuse(
        [...at, 'sha256'],
        `expected ${file} to have this digest, got ${actual}; if the file is as it should be, write that digest here and sign again`,
      );
    hierarchies.set(
      sha256,
      parseHierarchy(bytes, (sentence) => refuse([...at, nameAt], `${file}: ${sentence}`)),
    );
  }
  return hierarchies;
}

function* filesOf({ tables, privacy }: WithHierarchies): Generator<Named> {
  for (const [table, { columns }] of Object.entries(tables))
    for (const [column, { generalize }] of Object.entries(columns)) {
      const at = ['tables', table, 'columns', column, 'generalize', 'hierarchy'];
      if (generalize?.hierarchy) yield { ...generalize.hierarchy, at, nameAt: 'file' };
    }
  for (const [path, { file }] of Object.entries(privacy.hierarchies))
    if (file)
      yield { file: file.name, sha256: file.sha256, at: ['privacy', 'hierarchies', path, 'file'], nameAt: 'name' };
}

/** Semicolons or commas, whichever the first line holds; quoted as CSV is; no header. Throws what `refuse` builds. */
export function parseHierarchy(bytes: Uint8Array, refuse: (sentence: string) => Error): Hierarchy {
  const rows = recordsOf(bytes, refuse);
  const width = rows[0]?.length ?? 0;
  if (width < 2) throw refuse('expected a value with at least one level after it in every line, got fewer columns');
  const seen = new Set<string>();
  const parents = Array.from({ length: width }, () => new Map<string, string>());
  for (const [position, row] of rows.entries()) {
    const line = `line ${position + 1}`;
    if (row.length !== width) throw refuse(`${line}: expected ${width} columns as in line 1, got ${row.length}`);
    if (seen.has(row[0] ?? '')) throw refuse(`${line}: expected every value once, got one a second time`);
    seen.add(row[0] ?? '');
    for (const [level, name] of row.slice(0, -1).entries()) {
      const above = row[level + 1] ?? '';
      const known = parents[level]?.get(name);
      // What level 2 tells apart, level 1 must tell apart too: otherwise a coarser level would say more.
      if (level > 0 && known !== undefined && known !== above)
        throw refuse(`${line}: expected all of one name on level ${level} under one name on level ${level + 1}`);
      parents[level]?.set(name, above);
    }
  }
  return { levels: width - 1, rows };
}

function recordsOf(bytes: Uint8Array, refuse: (sentence: string) => Error): string[][] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const firstLine = text.slice(0, text.search(/\r?\n|$/));
    const delimiter = firstLine.includes(';') ? ';' : ',';
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch {
    throw refuse('expected lines of UTF-8 CSV such as "1000;10**;*", got something else');
  }
}
