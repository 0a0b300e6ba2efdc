// DESIGN §2 as data: who may import whom.

/** Top-level folders. A folder always may import itself; null means anything. */
export const FOLDERS: Record<string, readonly string[] | null> = {
  datasets: [],
  tracks: ['datasets'],
  'sandbox-images': [],
  infra: [],
  api: ['datasets', 'tracks', 'sandbox-images', 'infra'],
  web: [],
  test: null,
  bench: null,
};

/** Rooms of api/ in the order of the way: each may import those before it. The last three stand beside each other. */
export const API_ROOMS: readonly string[] = [
  'store',
  'audit',
  'people',
  'programmes',
  'sandboxes',
  'cohorts',
  'submissions',
  'review',
  'outcomes',
];
export const API_LAST_ROOMS: readonly string[] = ['assistant', 'notices', 'pages'];

/** What a room may import from api's root; everything else there is composition. */
export const API_ROOT_FOR_ROOMS = ['api/clock.ts', 'api/problems.ts'];

/** What an adapter knows of the room around it, and the one earlier room that it may use; files beside the adapters are theirs together. */
export const RUNTIME_PORT = 'api/sandboxes/sandbox-runtime.ts';
export const RUNTIME_ROOMS = ['store'];

/** Rooms of datasets/ in the order of the way; engines come first because every stage speaks in relations and expressions. */
export const DATASET_ROOMS: readonly string[] = [
  'engines',
  'keys',
  'identifiers',
  'policy',
  'sources',
  'subset',
  'transforms',
  'discovery',
  'answers',
  'views',
  'privacy',
  'fidelity',
  'seal',
];
/** Rooms of datasets/ that stand for themselves. */
export const DATASET_LONE_ROOMS: readonly string[] = ['bank'];

/** What a room may import from the root of datasets/; the rest there is composition. */
export const DATASETS_ROOT_FOR_ROOMS = ['datasets/extract-error.ts', 'datasets/working-tables.ts'];

const HTTP_SERVERS = [
  'fastify',
  '@fastify/*',
  'fastify-type-provider-zod',
  'express',
  'koa',
  'hono',
  '@hono/*',
  'node:http',
  'node:http2',
];

/** Packages that a folder must not import. */
export const BANNED_PACKAGES: Record<string, readonly string[]> = {
  datasets: [...HTTP_SERVERS, 'dockerode', '@pulumi/*'],
  tracks: [...HTTP_SERVERS, 'dockerode', '@pulumi/*'],
};

/** Packages that are all a folder may import. */
export const ONLY_PACKAGES: Record<string, readonly string[]> = {
  infra: ['@pulumi/*', 'zod'],
  'sandbox-images': [],
};
