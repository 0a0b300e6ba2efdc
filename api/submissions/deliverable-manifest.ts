// The manifest of a deliverable: every file by path, size and content.
import type { Task } from '../../tracks/use-case.ts';
import { canonicalJson, sha256Hex } from '../store/json.ts';

export const deliverableLimits = { totalBytes: 25 * 1024 * 1024, files: 200, pathCharacters: 200 } as const;

export type ManifestFile = { path: string; size: number; sha256: string; mediaType: string };
export type DeliverableManifest = { format: 'practicum-submission/1'; files: ManifestFile[] };

/** Sorted by path (code units), so that the same files give the same bytes. Only files that the task declares are taken. */
export function describeDeliverable(task: Task, files: ReadonlyMap<string, Uint8Array>): DeliverableManifest {
  const described: ManifestFile[] = [];
  for (const { path, mediaType } of task.deliverable.files) {
    const bytes = files.get(path);
    if (bytes) described.push({ path, size: bytes.byteLength, sha256: sha256Hex(bytes), mediaType });
  }
  described.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { format: 'practicum-submission/1', files: described };
}

/** The exact bytes whose SHA-256 a receipt names; anybody who has the manifest can make them again. */
export function manifestBytes(manifest: DeliverableManifest): Uint8Array {
  return Buffer.from(canonicalJson(manifest));
}

/** What is wrong with a path, in words that follow it; undefined for a path that may be sealed. */
export function findPathFault(path: string): string | undefined {
  if (path.length > deliverableLimits.pathCharacters)
    return `has ${path.length} characters, at most ${deliverableLimits.pathCharacters} are taken`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 'holds a control character or a backslash';
  if (path.normalize('NFC') !== path) return 'is not in Unicode form NFC, so it would be two names for one file';
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return 'is not a plain path inside the work folder';
  return undefined;
}
