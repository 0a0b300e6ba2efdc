// Imports that break a table, each said as one sentence.
import {
  API_LAST_ROOMS,
  API_ROOMS,
  API_ROOT_FOR_ROOMS,
  BANNED_PACKAGES,
  DATASET_LONE_ROOMS,
  DATASET_ROOMS,
  DATASETS_ROOT_FOR_ROOMS,
  FOLDERS,
  ONLY_PACKAGES,
  RUNTIME_PORT,
  RUNTIME_ROOMS,
} from '../import-tables.ts';
import { type Import, importsOf } from '../imports-of.ts';
import type { SourceTree } from '../source-tree.ts';

const RUNTIMES = 'api/sandboxes/runtimes/';

const say = ({ from, target }: Import, why: string) => `${from} imports ${target}: ${why}`;
const folderOf = (path: string) => path.split('/')[0] ?? '';
/** The room of a path, or undefined at the root of its folder. */
const roomOf = (path: string) => (path.split('/').length > 2 ? path.split('/')[1] : undefined);
const matches = (name: string, patterns: readonly string[]) =>
  patterns.some((pattern) => (pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));

/** Between top-level folders. From tracks/ to datasets/ only types of policies may be imported. */
export function breaksFolderTable(tree: SourceTree): string[] {
  return ours(tree).flatMap((found) => {
    const [from, to] = [folderOf(found.from), folderOf(found.target)];
    const allowed = FOLDERS[from];
    // package.json lies in no folder: it tells the version.
    if (from === to || allowed === null || found.target === 'package.json') return [];
    if (!allowed?.includes(to)) return [say(found, `${from}/ may import ${allowed?.join(', ') || 'no other folder'}`)];
    const isPolicyType = found.typeOnly && found.target.startsWith('datasets/policy/');
    return from === 'tracks' && !isPolicyType ? [say(found, 'tracks/ may import types of datasets/policy/ only')] : [];
  });
}

/** Between rooms of api/. Its root and its CLI compose, and may import all. */
export function breaksApiRooms(tree: SourceTree): string[] {
  return ours(tree).flatMap((found) => {
    const { from, target } = found;
    if (folderOf(from) !== 'api' || folderOf(target) !== 'api') return [];
    const [room, other] = [roomOf(from), roomOf(target)];
    const runtime = runtimeOf(from);
    if (room === undefined || room === 'cli') return [];
    if (!isApiRoom(room)) return [say(found, `api/${room}/ is no room of DESIGN §2`)];
    if (runtime !== undefined) return breaksRuntime(found, runtime);
    if (runtimeOf(target)) return [say(found, 'rooms know a runtime by its port only')];
    if (other === undefined) {
      return API_ROOT_FOR_ROOMS.includes(target)
        ? []
        : [say(found, `a room may import ${API_ROOT_FOR_ROOMS.join(' or ')} from the root`)];
    }
    return other === room || roomsBefore(room).includes(other)
      ? []
      : [say(found, `${room}/ may import ${roomsBefore(room).join(', ') || 'no room'}`)];
  });
}

/** Name of the adapter that a path belongs to; empty for a file beside the adapters. */
function runtimeOf(path: string): string | undefined {
  const [, inside] = path.split(RUNTIMES);
  if (inside === undefined) return undefined;
  return inside.includes('/') ? inside.split('/')[0] : '';
}

const isApiRoom = (room: string) => API_ROOMS.includes(room) || API_LAST_ROOMS.includes(room);

function roomsBefore(room: string): readonly string[] {
  const place = API_ROOMS.indexOf(room);
  return place === -1 ? API_ROOMS : API_ROOMS.slice(0, place);
}

function breaksRuntime(found: Import, runtime: string): string[] {
  const { target } = found;
  const fine =
    target === RUNTIME_PORT ||
    API_ROOT_FOR_ROOMS.includes(target) ||
    runtimeOf(target) === runtime ||
    runtimeOf(target) === '' ||
    RUNTIME_ROOMS.includes(roomOf(target) ?? '');
  return fine ? [] : [say(found, `a runtime knows ${RUNTIME_PORT} and ${RUNTIME_ROOMS.join(', ')} only`)];
}

/** Between rooms of datasets/. */
export function breaksDatasetRooms(tree: SourceTree): string[] {
  return ours(tree).flatMap((found) => {
    const { from, target } = found;
    if (folderOf(from) !== 'datasets' || folderOf(target) !== 'datasets') return [];
    const [room, other] = [roomOf(from), roomOf(target)];
    if (room === undefined || room === other) return [];
    const alone = DATASET_LONE_ROOMS.includes(room);
    const place = DATASET_ROOMS.indexOf(room);
    if (place === -1 && !alone) return [say(found, `datasets/${room}/ is no room of DESIGN §2`)];
    const before = alone ? [] : DATASET_ROOMS.slice(0, place);
    const fine = other === undefined ? !alone && DATASETS_ROOT_FOR_ROOMS.includes(target) : before.includes(other);
    return fine ? [] : [say(found, `${room}/ may import ${before.join(', ') || 'no room'}`)];
  });
}

export function importsBannedPackages(tree: SourceTree): string[] {
  return importsOf(tree).flatMap((found) => {
    if (!found.isPackage) return [];
    const folder = folderOf(found.from);
    const only = ONLY_PACKAGES[folder];
    if (matches(found.target, BANNED_PACKAGES[folder] ?? [])) return [say(found, `banned in ${folder}/`)];
    return only && !matches(found.target, only)
      ? [say(found, `${folder}/ may import ${only.join(', ') || 'no package'}`)]
      : [];
  });
}

const ours = (tree: SourceTree) => importsOf(tree).filter(({ isPackage }) => !isPackage);
