// The contract of runtimes held by the workspace, with what is its own: links, foreign folders, an absent root.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agreeOnWorkspaceRoot } from '../../../../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import type { SandboxSpec } from '../../../../../api/sandboxes/sandbox-runtime.ts';
import { newId } from '../../../../../api/store/ids.ts';
import { migrate } from '../../../../../api/store/migrate.ts';
import { openPgliteStore } from '../../../../../api/store/pglite-store.ts';
import { askTool } from '../../ask-tool.ts';
import { describeRuntimeContract } from '../../runtime-contract.ts';
import { sealSmallExtract } from '../../small-extract.ts';

async function openWorkspace() {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-workspace-'));
  const extracts = [
    await sealSmallExtract(join(folder, 'extract-1'), { customers: 40 }),
    await sealSmallExtract(join(folder, 'extract-2'), { customers: 41 }),
  ] as const;
  const store = await openPgliteStore(undefined);
  await migrate(store);
  const root = await agreeOnWorkspaceRoot(store, join(folder, 'sandboxes'));
  const runtime = new WorkspaceRuntime(root);
  const opened = [runtime];
  return {
    folder,
    store,
    root,
    runtime,
    extracts,
    tool: { name: 'sql', path: '/tables', shows: ['"rows":40', '"rows":41'] as const },
    async openSecond() {
      const second = new WorkspaceRuntime(root);
      opened.push(second);
      return second;
    },
    async fetchFromInside(sandboxId: SandboxSpec['sandboxId'], service: string, path: string) {
      const answer = await askTool(runtime, sandboxId, 'sql', `/services/${service}${path}`);
      if (answer.status !== 200) throw new Error(answer.body);
      return answer.body;
    },
    startInChild(specs: readonly SandboxSpec[]) {
      const plain = specs.map((spec) => ({
        ...spec,
        startFiles: Object.fromEntries(
          [...spec.startFiles].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
        ),
      }));
      const script = join(import.meta.dirname, '..', '..', 'start-workspaces.ts');
      return spawn(process.execPath, [script, JSON.stringify(root), JSON.stringify(plain)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    },
    async [Symbol.asyncDispose]() {
      for (const each of opened) await each[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

describeRuntimeContract('workspace', openWorkspace);

function specIn(extract: { digest: string; folder: string }): SandboxSpec {
  return {
    sandboxId: newId('sandbox'),
    generation: 1,
    purpose: 'seat',
    track: 'builders',
    extractDigest: extract.digest,
    extractFolder: extract.folder,
    startFiles: new Map([['brief.md', Buffer.from('# Brief\n')]]),
  };
}

test('keeps the work of an older generation aside', async () => {
  await using workspace = await openWorkspace();
  const spec = specIn(workspace.extracts[0]);
  await workspace.runtime.start(spec);
  await workspace.runtime.write(spec.sandboxId, 'draft.md', Buffer.from('old'));
  await workspace.runtime.start({ ...spec, generation: 2 });
  const sandbox = join(workspace.root.folder, spec.sandboxId);
  expect(await readdir(join(sandbox, 'generation-1'))).toEqual(['brief.md', 'draft.md']);
  expect(await readdir(join(sandbox, 'generation-2'))).toEqual(['brief.md']);
});

test('follows no link out of the work folder', async () => {
  await using workspace = await openWorkspace();
  const spec = specIn(workspace.extracts[0]);
  await workspace.runtime.start(spec);
  const work = join(workspace.root.folder, spec.sandboxId, 'generation-1');
  await mkdir(join(workspace.folder, 'outside'));
  await writeFile(join(workspace.folder, 'outside', 'secret.txt'), 'secret');
  await symlink(join(workspace.folder, 'outside'), join(work, 'out'));
  await symlink(join(workspace.folder, 'outside', 'secret.txt'), join(work, 'secret.txt'));
  for (const path of ['out/secret.txt', 'secret.txt', 'out/new.txt']) {
    await expect(workspace.runtime.read(spec.sandboxId, path)).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(workspace.runtime.write(spec.sandboxId, path, Buffer.from('x'))).rejects.toMatchObject({
      code: 'invalid-request',
    });
  }
  expect(await workspace.runtime.read(spec.sandboxId, '')).toMatchObject({ files: [{ path: 'brief.md' }] });
  expect(await readdir(join(workspace.folder, 'outside'))).toEqual(['secret.txt']);
});

test('lists and touches nothing of another installation', async () => {
  await using workspace = await openWorkspace();
  const spec = specIn(workspace.extracts[0]);
  await workspace.runtime.start(spec);
  await using other = new WorkspaceRuntime({ ...workspace.root, installationId: newId('installation') });
  expect(await other.list()).toEqual([]);
  await expect(other.destroy(spec.sandboxId)).rejects.toMatchObject({ code: 'runtime-absent' });
  expect(await workspace.runtime.inspect(spec.sandboxId)).toEqual({ state: 'up', generation: 1 });
});

test('is unknown, never absent, where its root is not on this machine', async () => {
  await using workspace = await openWorkspace();
  const spec = specIn(workspace.extracts[0]);
  await workspace.runtime.start(spec);
  // The same path with another folder in it, as on another machine. mutant: comparing paths instead of tokens, caught here
  await cp(workspace.root.folder, `${workspace.root.folder}-away`, { recursive: true });
  await rm(workspace.root.folder, { recursive: true });
  await mkdir(workspace.root.folder);
  await writeFile(join(workspace.root.folder, 'root.json'), '{"token":"another"}');
  expect(await workspace.runtime.inspect(spec.sandboxId)).toMatchObject({ state: 'unknown' });
  await expect(workspace.runtime.list()).rejects.toMatchObject({ code: 'runtime-absent' });
  await expect(workspace.runtime.destroy(spec.sandboxId)).rejects.toMatchObject({ code: 'runtime-absent' });
  // A second process with another folder of its own is told of the agreed one; the folder that was moved is known by its token.
  const elsewhere = await agreeOnWorkspaceRoot(workspace.store, join(workspace.folder, 'mine'));
  expect(elsewhere.folder).toBe(workspace.root.folder);
  const moved = await agreeOnWorkspaceRoot(workspace.store, `${workspace.root.folder}-away`);
  await using found = new WorkspaceRuntime(moved);
  expect(await found.inspect(spec.sandboxId)).toEqual({ state: 'up', generation: 1 });
});
