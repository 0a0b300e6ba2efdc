// Rules and guidance as data: what a criterion may refer to, and whether it still applies.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readYaml } from './read-yaml.ts';

const Day = z.iso.date('expected a day written as 2026-11-21');

const Framework = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  jurisdiction: z.enum(['US', 'UK', 'EU', 'international', 'none']),
  /** `deferred`: adopted, its duties start on `effectiveFrom`. `voluntary`: nobody is bound by it. */
  status: z.enum(['inForce', 'superseded', 'deferred', 'voluntary']),
  effectiveFrom: Day,
  supersededBy: z.string().optional(),
  source: z.string(),
  /** Whether somebody compared this entry with its source. */
  verified: z.boolean(),
  note: z.string().optional(),
  clauses: z.array(z.strictObject({ id: z.string(), title: z.string() })).min(1),
});
export type Framework = z.infer<typeof Framework>;

const path = join(import.meta.dirname, 'frameworks.yaml');

/** All frameworks. Throws a ContentError. */
export async function loadFrameworks(): Promise<Framework[]> {
  return readYaml('frameworks.yaml', await readFile(path, 'utf8'), z.array(Framework)).value;
}
