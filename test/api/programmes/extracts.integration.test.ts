// An extract is registered only when every byte matches its manifest, and is laid whole for runtimes.
import { chmod, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getIdentifierSet } from '../../../api/programmes/extracts.ts';
import { materializeExtract } from '../../../api/programmes/materialize-extract.ts';
import { registerExtract, type SealedExtract } from '../../../api/programmes/register-extract.ts';
import { sha256Hex } from '../../../api/store/json.ts';
import { describeOnStores } from '../../stores.ts';
import { type SmallExtract, sealSmallExtract } from '../sandboxes/small-extract.ts';
import { openTestApplication, type TestApplication, type TestPerson } from '../test-application.ts';

describeOnStores('extracts', (store) => {
  let application: TestApplication;
  let steward: TestPerson;
  let small: SmallExtract;
  let folder: string;
  beforeAll(async () => {
    application = await openTestApplication(store());
    steward = await application.person('steward', ['data-steward']);
    folder = await mkdtemp(join(tmpdir(), 'practicum-extracts-'));
    small = await sealSmallExtract(join(folder, 'small'));
  });
  afterAll(async () => {
    await application[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const sealed = (): SealedExtract => ({
    manifest: small.manifest,
    identifiers: small.identifiers,
    files: [...small.files].map(([path, bytes]) => ({ path, sha256: sha256Hex(bytes) })),
  });
  const register = (extract: SealedExtract) =>
    registerExtract(application.deps, { programmeId: application.programmeId, actor: steward.personId }, extract);
  const upload = (bytes: Uint8Array, sha256 = sha256Hex(bytes)) =>
    application.ask(steward, {
      method: 'PUT',
      url: `/api/blobs/${sha256}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(bytes),
    });

  test('are refused while files are missing', async () => {
    await expect(register(sealed())).rejects.toMatchObject({
      code: 'extract-not-sealed',
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'missingBlob', path: 'customers.parquet' }),
        expect.objectContaining({ code: 'badSignature' }),
      ]),
    });
  });

  test('a blob is stored only under its own digest', async () => {
    const refused = await upload(Buffer.from('other'), sha256Hex('one'));
    expect(refused.json()).toMatchObject({ code: 'invalid-request', status: 400 });
    for (const bytes of small.files.values()) expect((await upload(bytes)).statusCode).toBe(200);
  });

  // Each a deliberate mutant of the sealed extract, caught by the code named.
  const swapFile = (path: string, sha256: string | undefined) => (extract: SealedExtract) => ({
    ...extract,
    files: extract.files.flatMap((file) =>
      file.path !== path ? [file] : sha256 === undefined ? [] : [{ path, sha256 }],
    ),
  });
  test.each<[string, (extract: SealedExtract) => SealedExtract, string]>([
    ['another file in the place of one', swapFile('loans.parquet', sha256Hex('x')), 'digestMismatch'],
    ['a file left out', swapFile('loans.parquet', undefined), 'missingFile'],
    ['no signature', swapFile('manifest.sig', undefined), 'badSignature'],
    [
      'a file too many',
      (extract) => ({ ...extract, files: [...extract.files, { path: 'extra', sha256: sha256Hex('x') }] }),
      'extraFile',
    ],
    [
      'a changed manifest',
      (extract) => ({ ...extract, manifest: extract.manifest.replace('"pd-12"', '"pd-13"') }),
      'badSignature',
    ],
    [
      'a path that leaves the extract',
      (extract) => ({ ...extract, manifest: extract.manifest.replaceAll('loans.parquet', '../loans.parquet') }),
      'badPath',
    ],
  ])('are refused with %s', async (_name, change, code) => {
    await expect(register(change(sealed()))).rejects.toMatchObject({
      code: 'extract-not-sealed',
      findings: expect.arrayContaining([expect.objectContaining({ code })]),
    });
  });

  test('are refused with an identifier set that cannot be read', async () => {
    await expect(register({ ...sealed(), identifiers: '{}' })).rejects.toMatchObject({ code: 'invalid-document' });
  });

  test('are registered once, whoever asks again, and keep their identifiers to themselves', async () => {
    const request = { method: 'POST' as const, url: '/api/extracts', payload: sealed() };
    const first = await application.ask(steward, request);
    expect(first.statusCode).toBe(201);
    expect(first.json()).toMatchObject({
      digest: `sha256:${sha256Hex(small.manifest)}`,
      useCase: 'pd-12',
      tables: [{ name: 'customers', rows: 40 }, { name: 'loans' }],
    });
    const again = await application.ask(steward, request);
    expect(again.json()).toEqual(first.json());
    const { extractId } = first.json();
    for (const url of ['/api/extracts', `/api/extracts/${extractId}`]) {
      const answer = await application.ask(steward, { method: 'GET', url });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).not.toContain('identifier-set');
    }
    expect(await getIdentifierSet(store(), small.digest)).toMatchObject({ format: 'practicum-identifier-set/1' });
    const other = { ...sealed(), identifiers: small.identifiers.replace('AAAA', 'BBBB') };
    await expect(register(other)).rejects.toMatchObject({ code: 'already-exists' });
  });

  test('are laid whole for all who ask at once', async () => {
    const shelf = { ...application.deps, extractsFolder: join(folder, 'laid') };
    const folders = await Promise.all(Array.from({ length: 6 }, () => materializeExtract(shelf, small.digest)));
    expect(new Set(folders).size).toBe(1);
    const [laid = ''] = folders;
    for (const [path, bytes] of small.files) expect(await readFile(join(laid, path))).toEqual(Buffer.from(bytes));
    expect(await readFile(join(laid, 'manifest.json'), 'utf8')).toBe(small.manifest);
    // Nothing that was begun is left beside it.
    expect(await readdir(shelf.extractsFolder)).toEqual([small.digest.slice(7)]);
  });

  test('are laid anew where a file was cut short', async () => {
    const shelf = { ...application.deps, extractsFolder: join(folder, 'cut') };
    const laid = await materializeExtract(shelf, small.digest);
    await chmod(join(laid, 'loans.parquet'), 0o644);
    await truncate(join(laid, 'loans.parquet'), 10);
    // mutant: taking any folder that is there for whole hands out the cut file
    await materializeExtract(shelf, small.digest);
    expect(await readFile(join(laid, 'loans.parquet'))).toEqual(Buffer.from(small.files.get('loans.parquet') ?? []));
  });

  test('that nobody registered are not found', async () => {
    await expect(
      materializeExtract({ ...application.deps, extractsFolder: folder }, `sha256:${'0'.repeat(64)}`),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
