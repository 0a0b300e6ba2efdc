// Seals the answer key of an extract.
import { sign } from 'node:crypto';
import { join } from 'node:path';
import type { Planted } from '../answers/plant.ts';
import type { Withheld } from '../answers/withhold.ts';
import type { Engine } from '../engines/engine.ts';
import { cast, column, nullOf, text } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { ExtractKeys } from '../keys/derive-keys.ts';
import { extractMark } from '../sources/second-pass.ts';
import { type AnswerKey, answerKeyFile, answerSignatureFile, plantedFile, withheldFile } from './answer-key.ts';
import { policyFile, sha256OfFile, sync, writeSynced } from './files.ts';

export type AnswerKeyInput = {
  /** Digest of the sealed extract. */
  extract: string;
  policy: AnswerKey['policy'];
  policyText: string;
  withheld: readonly Withheld[];
  planted: readonly Planted[];
  keys: Pick<ExtractKeys, 'signing' | 'publicKey' | 'fingerprint'>;
};

/** Writes the key into an empty folder and syncs it. The same extract gives the same bytes. */
export async function writeAnswerKey(engine: Engine, dir: string, input: AnswerKeyInput): Promise<void> {
  const { withheld, planted, keys } = input;
  await writeSynced(join(dir, policyFile), input.policyText, 0o600);
  const files = [policyFile];
  const write = async (file: string, relation: Relation) => {
    await engine.writeParquet(join(dir, file), relation, extractMark);
    await sync(join(dir, file));
    files.push(file);
  };
  for (const { name, answers } of withheld) await write(withheldFile(name), answers);
  const changes = planted.flatMap(changesOf);
  if (changes.length > 0) await write(plantedFile, inOrder(changes));
  const described: AnswerKey['files'] = [];
  for (const path of files.sort()) described.push({ path, ...(await sha256OfFile(join(dir, path))) });
  const key: AnswerKey = {
    format: 'practicum-answer-key/1',
    extract: input.extract,
    policy: input.policy,
    withheld: withheld.map(({ name, table, key, columns, rows }) => ({
      name,
      table,
      key: [...key],
      columns: [...columns],
      rows,
      file: withheldFile(name),
    })),
    planted: planted.map(({ name, about, effect, table, columns, rows }) => ({
      name,
      about,
      effect,
      table,
      columns: [...columns],
      rows,
    })),
    keyFingerprint: keys.fingerprint,
    publicKey: keys.publicKey,
    files: described,
  };
  const bytes = Buffer.from(`${JSON.stringify(key, null, 2)}\n`);
  await writeSynced(join(dir, answerKeyFile), bytes, 0o600);
  await writeSynced(join(dir, answerSignatureFile), `${sign(null, bytes, keys.signing).toString('base64')}\n`, 0o600);
  await sync(dir);
}

const planted = (name: string) => column('p', name, 'text');

function changesOf({ name, table, columns, effect, changes }: Planted): Relation[] {
  if (changes === undefined) return [];
  const parts = effect === 'duplicate' ? ['copy of'] : columns;
  return parts.map((part) => ({
    from: { relation: changes, as: 'p' },
    select: {
      plant: text(name),
      table: text(table),
      key: planted('key'),
      column: effect === 'duplicate' ? nullOf('text') : text(part),
      before: effect === 'duplicate' ? nullOf('text') : planted(`${part} before`),
      after: planted(`${part} after`),
    },
  }));
}

const names = ['plant', 'table', 'key', 'column', 'before', 'after'] as const;

function inOrder(changes: readonly Relation[]): Relation {
  const values = names.map((name): [string, ReturnType<typeof planted>] => [name, cast(planted(name), 'text')]);
  return {
    from: { relation: { unionAll: changes }, as: 'p' },
    select: Object.fromEntries(values),
    orderBy: [planted('plant'), planted('table'), planted('key'), planted('column')],
  };
}
