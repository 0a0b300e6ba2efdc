// The rubric that a submission is judged by: the one of the day it was sealed, whatever happens to the content later.
import { type Kysely, sql } from 'kysely';
import { Rubric } from '../../tracks/use-case.ts';
import { canonicalJson, jsonb, sha256Hex } from '../store/json.ts';
import type { NoTables, Tx } from '../store/store.ts';

/** `sha256:…` over the rubric's canonical JSON. */
function rubricDigest(rubric: Rubric): string {
  return `sha256:${sha256Hex(canonicalJson(rubric))}`;
}

/** Keeps a rubric once by its content. Returns its digest. */
export async function pinRubric(tx: Tx, rubric: Rubric): Promise<string> {
  const digest = rubricDigest(rubric);
  await sql`insert into submission_rubric (digest, rubric) values (${digest}, ${jsonb(rubric)}) on conflict do nothing`.execute(
    tx,
  );
  return digest;
}

/** A rubric that some submission was sealed under. `db` may be a transaction. */
export async function getPinnedRubric(db: Kysely<NoTables>, digest: string): Promise<Rubric> {
  const { rows } = await sql<{
    rubric: unknown;
  }>`select rubric from submission_rubric where digest = ${digest}`.execute(db);
  if (!rows[0]) throw new Error(`the rubric ${digest} is named by a submission, but not kept`);
  return Rubric.parse(rows[0].rubric);
}
