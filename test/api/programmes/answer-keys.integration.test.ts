// An answer key is registered for the extract it was sealed with, and no route gives it back.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerExtract } from '../../../api/programmes/register-extract.ts';
import { sha256Hex } from '../../../api/store/json.ts';
import { runExtract } from '../../../datasets/extract.ts';
import { makeWorkplace, smallBankPolicy, type Workplace } from '../../datasets/small-bank.ts';
import { describeOnStores } from '../../stores.ts';
import { openTestApplication, type TestApplication, type TestPerson } from '../test-application.ts';

const policy = `${smallBankPolicy.replace('budget: 30', 'budget: all')}
withhold: [{ name: kinds, columns: [notes.kind], share: 0.5 }]
plant: [{ name: gone, about: notes without a kind, column: notes.kind, missing: true, share: 0.3 }]
`;

describeOnStores('answer keys', (store) => {
  let application: TestApplication;
  let steward: TestPerson;
  let place: Workplace;
  const sealed = new Map<string, { extractId: string; key: string; signature: string }>();

  beforeAll(async () => {
    application = await openTestApplication(store());
    steward = await application.person('steward', ['data-steward']);
    place = await makeWorkplace();
    await place.writePolicy(policy);
    for (const name of ['one', 'other']) {
      const outDir = place.out(name);
      const answerKeyDir = place.out(`${name} answers`);
      const { policyPath, source, keyPath } = place;
      await runExtract({ policyPath, source, keyPath, outDir, answerKeyDir, allowUnsigned: true });
      sealed.set(name, await publish(outDir, answerKeyDir));
      await place.writePolicy(policy.replace('share: 0.5', 'share: 0.4'));
    }
  });
  afterAll(async () => {
    await application[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  async function publish(outDir: string, answerKeyDir: string) {
    const stored = async (dir: string) =>
      Promise.all(
        (await readdir(dir)).map(async (path) => {
          const bytes = await readFile(join(dir, path));
          await application.deps.blobs.put(bytes);
          return { path, sha256: sha256Hex(bytes) };
        }),
      );
    const files = (await stored(outDir)).filter(({ path }) => path !== 'manifest.json');
    await stored(answerKeyDir);
    const by = { programmeId: application.programmeId, actor: steward.personId };
    const manifest = await readFile(join(outDir, 'manifest.json'), 'utf8');
    const identifiers = await readFile(`${outDir}.identifiers.json`, 'utf8');
    const { extractId } = await registerExtract(application.deps, by, { manifest, identifiers, files });
    const read = (name: string) => readFile(join(answerKeyDir, name), 'utf8');
    return { extractId, key: await read('answer-key.json'), signature: await read('answer-key.sig') };
  }

  const register = (extractId: string, payload: { key: string; signature: string }, who = steward) =>
    application.ask(who, { method: 'PUT', url: `/api/extracts/${extractId}/answer-key`, payload });
  const of = (name: string) => sealed.get(name) ?? { extractId: '', key: '', signature: '' };

  test.each([
    ['the key of another extract', () => of('other'), 'otherExtract'],
    [
      'a key that was changed',
      () => ({ ...of('one'), key: of('one').key.replace('"gone"', '"none"') }),
      'badSignature',
    ],
    ['a signature that is none', () => ({ ...of('one'), signature: 'none' }), 'badSignature'],
  ])('refuses %s', async (_what, make, code) => {
    const { key, signature } = make();
    const refused = await register(of('one').extractId, { key, signature });
    expect(refused.json()).toMatchObject({ code: 'extract-not-sealed', findings: [expect.objectContaining({ code })] });
  });

  test('is taken once, found again, and shown as being there; none of it is ever told', async () => {
    const { extractId, key, signature } = of('one');
    const url = `/api/extracts/${extractId}`;
    expect((await application.ask(steward, { method: 'GET', url })).json()).toMatchObject({ hasAnswerKey: false });
    const first = await register(extractId, { key, signature });
    expect([first.statusCode, first.json()]).toMatchObject([200, { extractId, hasAnswerKey: true }]);
    expect((await register(extractId, { key, signature })).statusCode).toBe(200);
    const told = await application.ask(steward, { method: 'GET', url });
    // mutant: answer the registered key with the extract; caught here.
    for (const secret of ['gone', 'notes without a kind', 'withheld-kinds']) expect(told.body).not.toContain(secret);
    const { rows } = await sql<{ path: string }>`
      select path from answer_key_file where extract_id = ${extractId} order by path`.execute(
      application.deps.store.db,
    );
    expect(rows.map(({ path }) => path)).toEqual(['planted.parquet', 'policy.yaml', 'withheld-kinds.parquet']);
  });

  test('is taken from data stewards and owners only', async () => {
    const learner = await application.person('learner', ['learner']);
    const { extractId, key, signature } = of('other');
    // mutant: give the route the permission to read extracts.
    expect((await register(extractId, { key, signature }, learner)).statusCode).toBe(403);
  });
});
