// Registers the answer key of an extract: sealed by the same key, about the same extract, every digest computed here.
import { sql } from 'kysely';
import { isSignedBy } from '../../datasets/keys/derive-keys.ts';
import { type AnswerKey, answerKeyFile, answerSignatureFile } from '../../datasets/seal/answer-key.ts';
import { parseAnswerKey } from '../../datasets/seal/verify-answer-key.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Doer } from '../people/sign-in-links.ts';
import { Problem, type ProblemFinding } from '../problems.ts';
import type { BlobStore } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import { getExtract, type RegisteredExtract } from './extracts.ts';

export type SealedAnswerKey = {
  /** The exact text of answer-key.json, and of answer-key.sig. */
  key: string;
  signature: string;
};

/**
 * Resolves once checks can use it; registering the same again changes nothing. Its files were stored as blobs before. Throws
 * `extract-not-sealed` where a part does not match, `already-exists` where the extract has another key.
 */
export async function registerAnswerKey(
  { store, blobs }: { store: Store; blobs: BlobStore },
  by: Doer,
  extractId: string,
  sealed: SealedAnswerKey,
): Promise<RegisteredExtract> {
  const extract = await getExtract(store.db, by.programmeId, extractId);
  const { files } = await checkKey(blobs, extract, sealed);
  return store.transact(async (tx) => {
    const added = await sql`
      insert into answer_key (extract_id, key, registered_by, registered_at)
      values (${extract.extractId}, ${sealed.key}, ${by.actor}, clock_now())
      on conflict (extract_id) do nothing returning extract_id`.execute(tx);
    if (added.rows.length === 0) {
      const { rows } = await sql<{ same: boolean }>`
        select key = ${sealed.key} as same from answer_key where extract_id = ${extract.extractId}`.execute(tx);
      if (rows[0]?.same) return getExtract(tx, by.programmeId, extractId);
      throw new Problem(
        'already-exists',
        `The extract ${extractId} has another answer key: publish the key it was made with.`,
      );
    }
    for (const file of files) {
      await sql`
        insert into answer_key_file (extract_id, path, sha256, bytes)
        values (${extract.extractId}, ${file.path}, ${file.sha256}, ${file.bytes})`.execute(tx);
    }
    const detail = { digest: extract.digest };
    await appendAudit(tx, { ...by, action: 'answer-key.registered', subject: extract.extractId, detail });
    return getExtract(tx, by.programmeId, extractId);
  });
}

async function checkKey(blobs: BlobStore, extract: RegisteredExtract, sealed: SealedAnswerKey): Promise<AnswerKey> {
  const key = parseAnswerKey(new TextEncoder().encode(sealed.key));
  if (!key) throw new Problem('invalid-document', `Expected the text of ${answerKeyFile}, got something else.`);
  const findings: ProblemFinding[] = [];
  if (key.extract !== extract.digest)
    findings.push({
      code: 'otherExtract',
      message: `expected the key of ${extract.digest}, got that of ${key.extract}`,
      path: answerKeyFile,
    });
  if (
    key.publicKey !== extract.manifest.publicKey ||
    !isSignedBy(key.publicKey, new TextEncoder().encode(sealed.key), sealed.signature)
  )
    findings.push({
      code: 'badSignature',
      message: 'expected the signature of whoever sealed the extract',
      path: answerSignatureFile,
    });
  for (const { path, sha256 } of key.files)
    if (!(await blobs.has(sha256)))
      findings.push({ code: 'missingBlob', message: `upload it first: PUT /api/blobs/${sha256}`, path });
  if (findings.length === 0) return key;
  throw new Problem(
    'extract-not-sealed',
    'The answer key does not belong to this extract as it is. Nothing was registered: make the extract again, and publish both.',
    { findings },
  );
}
