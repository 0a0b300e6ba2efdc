import { sign } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readManifest, runExtract, signPolicy, verifyExtract } from '../../../datasets/extract.ts';
import { deriveKeys } from '../../../datasets/keys/derive-keys.ts';
import { readKeyFile } from '../../../datasets/keys/key-file.ts';
import { makeWorkplace, type Workplace } from '../small-bank.ts';

async function sealed(place: Workplace): Promise<string> {
  const dir = place.out('out');
  await runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: dir,
    allowUnsigned: true,
  });
  expect((await verifyExtract(dir)).ok).toBe(true);
  return dir;
}

it('finds a flipped bit in any byte of the manifest and its signature, and all over every other file', async () => {
  await using place = await makeWorkplace();
  const dir = await sealed(place);
  for (const name of await readdir(dir)) {
    const bytes = await readFile(join(dir, name));
    const stride = name === 'manifest.sig' ? 1 : Math.ceil(bytes.length / 60);
    for (let at = 0; at < bytes.length; at += stride) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      await writeFile(join(dir, name), flipped);
      // mutant: decode the signature's base64 leniently; caught by its last characters.
      expect((await verifyExtract(dir)).ok, `${name} byte ${at}`).toBe(false);
    }
    await writeFile(join(dir, name), bytes);
  }
  expect((await verifyExtract(dir)).ok).toBe(true);
});

it.each<[string, (dir: string) => Promise<unknown>, RegExp]>([
  ['a missing file', (dir) => unlink(join(dir, 'people.parquet')), /people\.parquet: expected a file, got none/],
  ['an extra file', (dir) => writeFile(join(dir, 'more.csv'), ''), /more\.csv: expected nothing/],
  ['an extra folder', (dir) => mkdir(join(dir, 'more')), /more: expected nothing/],
  [
    'a renamed file',
    (dir) => rename(join(dir, 'people.parquet'), join(dir, 'folk.parquet')),
    /people\.parquet: expected a file/,
  ],
  ['a longer file', (dir) => appendFile(join(dir, 'people.parquet'), '\0'), /people\.parquet: expected \d+ bytes/],
  ['no signature', (dir) => unlink(join(dir, 'manifest.sig')), /manifest\.sig: expected a file/],
  ['no manifest', (dir) => unlink(join(dir, 'manifest.json')), /manifest\.json: expected a file/],
  [
    'a manifest that is none',
    (dir) => writeFile(join(dir, 'manifest.json'), '{}'),
    /expected a practicum-extract\/1 manifest/,
  ],
])('finds %s, and names it', async (_what, spoil, problem) => {
  await using place = await makeWorkplace();
  const dir = await sealed(place);
  await spoil(dir);
  const { ok, problems } = await verifyExtract(dir);
  expect(ok).toBe(false);
  expect(problems.join('\n')).toMatch(problem);
});

it('holds only for the key that must have sealed it, where one is named', async () => {
  await using place = await makeWorkplace();
  const dir = await sealed(place);
  const { keyFingerprint } = await readManifest(dir);
  expect((await verifyExtract(dir, { signer: keyFingerprint })).ok).toBe(true);
  // mutant: compare nothing when a signer is named; caught here: anybody can seal a folder with a key of their own.
  const { ok, problems } = await verifyExtract(dir, { signer: 'f'.repeat(64) });
  expect({ ok, problems }).toEqual({ ok: false, problems: [expect.stringContaining('expected the key ffff')] });
});

it('finds a signature of the policy that its steward never gave', async () => {
  await using place = await makeWorkplace();
  const dir = place.out('signed');
  const { policyPath, source, keyPath } = place;
  await signPolicy({ policyPath, keyPath, signer: 'Steward' });
  await runExtract({ policyPath, source, keyPath, outDir: dir });
  expect((await verifyExtract(dir)).ok).toBe(true);
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8'));
  manifest.policy.signedBy.signer = 'Somebody Else';
  const { signing } = deriveKeys(await readKeyFile(keyPath));
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(dir, 'manifest.json'), bytes);
  await writeFile(join(dir, 'manifest.sig'), `${sign(null, bytes, signing).toString('base64')}\n`);
  // mutant: believe the manifest's word on who signed the policy; caught here, though the seal itself is genuine.
  expect((await verifyExtract(dir)).problems).toEqual([expect.stringContaining('signature of Somebody Else')]);
});

it('refuses to read a manifest where there is none', async () => {
  await using place = await makeWorkplace();
  await expect(readManifest(place.dir)).rejects.toMatchObject({ code: 'bad-seal' });
});
