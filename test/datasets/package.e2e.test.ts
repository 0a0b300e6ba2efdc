// The package that others install: JavaScript that any Node runs, with its types.
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeWorkplace } from './small-bank.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');

const consumer = `
import { runExtract, signPolicy, verifyExtract } from 'practicum/datasets';
const [policyPath, source, keyPath, outDir] = process.argv.slice(2);
await signPolicy({ policyPath, keyPath, signer: 'Steward' });
const outcome = await runExtract({ policyPath, source, keyPath, outDir });
const { ok } = await verifyExtract(outDir);
console.log(JSON.stringify({ verdict: outcome.verdict, ok, checks: outcome.checks }));
`;

test('a packed extract engine works where no TypeScript is understood', async () => {
  await using place = await makeWorkplace();
  const home = place.out('consumer');
  const installed = join(home, 'node_modules', 'practicum');
  await mkdir(installed, { recursive: true });
  await run('npm', ['pack', '--pack-destination', place.dir], { cwd: repository });
  const archive = (await readdir(place.dir)).find((name) => name.endsWith('.tgz')) ?? '';
  await run('tar', ['-xzf', join(place.dir, archive), '-C', installed, '--strip-components=1']);
  // What npm would install beside it.
  await symlink(join(repository, 'node_modules'), join(installed, 'node_modules'));
  await writeFile(join(home, 'consume.mjs'), consumer);

  const told = await run(
    process.execPath,
    ['--no-strip-types', join(home, 'consume.mjs'), place.policyPath, place.source, place.keyPath, place.out('sealed')],
    { cwd: home },
  );
  expect(JSON.parse(told.stdout)).toMatchObject({ verdict: 'open', ok: true });
  // mutant: pack the sources as they are; Node refuses types below node_modules
  expect(await readFile(join(installed, 'dist/datasets/extract.d.ts'), 'utf8')).toContain('runExtract');
  const packed = await readdir(join(installed, 'dist'), { recursive: true });
  expect(packed.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
});
