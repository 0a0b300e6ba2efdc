// What every runtime promises, as claims over a harness that each runtime brings.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxRuntime, SandboxSpec } from '../../../api/sandboxes/sandbox-runtime.ts';
import { newId, type SandboxId } from '../../../api/store/ids.ts';
import { askTool } from './ask-tool.ts';

export type RuntimeHarness = AsyncDisposable & {
  runtime: SandboxRuntime;
  /** Another instance over the same engine and installation, as another process would have it. */
  openSecond(): Promise<SandboxRuntime>;
  extracts: readonly [{ digest: string; folder: string }, { digest: string; folder: string }];
  /** A tool and a path that answers 200, and what its answer holds for the first extract and for the second. */
  tool: { name: string; path: string; shows: readonly [string, string] };
  /** The body of GET `path` of a service, asked from inside the sandbox. */
  fetchFromInside(sandboxId: SandboxId, service: string, path: string): Promise<string>;
  /** A process of its own that starts all of these, one after the other, and then ends. */
  startInChild(specs: readonly SandboxSpec[]): ChildProcess;
};

export function describeRuntimeContract(name: string, open: () => Promise<RuntimeHarness>): void {
  describe(`the runtime ${name}`, () => {
    let opened: RuntimeHarness | undefined;
    const harness = () => {
      if (!opened) throw new Error('the harness was asked for outside a test');
      return opened;
    };
    const runtime = () => harness().runtime;
    const made: SandboxId[] = [];

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      for (const id of made) await runtime().destroy(id);
      const left = (await runtime().list()).filter((sighting) => made.includes(sighting.sandboxId));
      await harness()[Symbol.asyncDispose]();
      expect(left, 'a sandbox outlived its destroy').toEqual([]);
    });

    function specOf(overrides: Partial<SandboxSpec> = {}): SandboxSpec {
      const sandboxId = overrides.sandboxId ?? newId('sandbox');
      made.push(sandboxId);
      const [extract] = harness().extracts;
      return {
        sandboxId,
        generation: 1,
        purpose: 'seat',
        track: 'builders',
        extractDigest: extract.digest,
        extractFolder: extract.folder,
        startFiles: new Map([
          ['brief.md', Buffer.from('# Brief\n')],
          ['queries/first.sql', Buffer.from('select 1')],
        ]),
        ...overrides,
      };
    }
    async function started(overrides: Partial<SandboxSpec> = {}): Promise<SandboxSpec> {
      const spec = specOf(overrides);
      await runtime().start(spec);
      await toolAnswers(spec.sandboxId);
      return spec;
    }
    /** Ready is not running: the tool may need a moment. */
    async function toolAnswers(sandboxId: SandboxId): Promise<string> {
      const { tool } = harness();
      for (let attempt = 1; ; attempt++) {
        const answer = await askTool(runtime(), sandboxId, tool.name, tool.path).catch((error: Error) => error);
        if (!(answer instanceof Error) && answer.status === 200) return answer.body;
        if (attempt === 100) throw new Error(`${tool.name} did not answer`, { cause: answer });
        await sleep(100);
      }
    }
    const textOf = async (sandboxId: SandboxId, path: string) => {
      const entry = await runtime().read(sandboxId, path);
      return entry.kind === 'file'
        ? Buffer.from(entry.bytes).toString()
        : entry.files.map((file) => file.path).join(' ');
    };

    test('starts a sandbox with its files, and a second start changes nothing', async () => {
      const spec = await started();
      await runtime().write(spec.sandboxId, 'brief.md', Buffer.from('mine'));
      await runtime().start(spec);
      expect(await runtime().inspect(spec.sandboxId)).toEqual({ state: 'up', generation: 1 });
      expect(await textOf(spec.sandboxId, '')).toBe('brief.md queries/first.sql');
      // mutant: laying the start files on every start, caught here
      expect(await textOf(spec.sandboxId, 'brief.md')).toBe('mine');
      expect((await runtime().list()).filter((sighting) => sighting.sandboxId === spec.sandboxId)).toHaveLength(1);
    });

    test('starts one sandbox when many ask for it at once', { repeats: 10 }, async () => {
      const spec = specOf();
      const second = await harness().openSecond();
      await Promise.all([runtime(), second, runtime(), second].map((each) => each.start(spec)));
      expect((await runtime().list()).filter((sighting) => sighting.sandboxId === spec.sandboxId)).toHaveLength(1);
      expect(await textOf(spec.sandboxId, '')).toBe('brief.md queries/first.sql');
    });

    test('refuses an older generation', async () => {
      const spec = await started({ generation: 2 });
      await expect(runtime().start({ ...spec, generation: 1 })).rejects.toMatchObject({ code: 'generation-outdated' });
      expect(await runtime().inspect(spec.sandboxId)).toEqual({ state: 'up', generation: 2 });
    });

    test('replaces an older generation by a newer one with fresh work', async () => {
      const spec = await started();
      await runtime().write(spec.sandboxId, 'draft.md', Buffer.from('old'));
      await runtime().start({ ...spec, generation: 2 });
      expect(await runtime().inspect(spec.sandboxId)).toEqual({ state: 'up', generation: 2 });
      expect(await textOf(spec.sandboxId, '')).toBe('brief.md queries/first.sql');
      expect((await runtime().list()).filter((sighting) => sighting.sandboxId === spec.sandboxId)).toHaveLength(1);
    });

    test('gives another extract at the same generation and leaves the work', async () => {
      const spec = await started();
      const { tool, extracts } = harness();
      expect(await toolAnswers(spec.sandboxId)).toContain(tool.shows[0]);
      await runtime().write(spec.sandboxId, 'draft.md', Buffer.from('kept'));
      await runtime().start({ ...spec, extractDigest: extracts[1].digest, extractFolder: extracts[1].folder });
      expect(await toolAnswers(spec.sandboxId)).toContain(tool.shows[1]);
      expect(await textOf(spec.sandboxId, 'draft.md')).toBe('kept');
    });

    test('keeps the work of a stopped sandbox readable and writable, and its tools closed', async () => {
      const spec = await started();
      await runtime().write(spec.sandboxId, 'draft.md', Buffer.from('before'));
      await runtime().stop(spec.sandboxId);
      await runtime().stop(spec.sandboxId);
      expect(await runtime().inspect(spec.sandboxId)).toEqual({ state: 'stopped', generation: 1 });
      await expect(runtime().connect(spec.sandboxId, harness().tool.name)).rejects.toMatchObject({
        code: 'sandbox-not-up',
      });
      expect(await textOf(spec.sandboxId, 'draft.md')).toBe('before');
      await runtime().write(spec.sandboxId, 'draft.md', Buffer.from('after'));
      await runtime().start(spec);
      await toolAnswers(spec.sandboxId);
      expect(await textOf(spec.sandboxId, 'draft.md')).toBe('after');
    });

    test('ends open connections when the sandbox stops', async () => {
      const spec = await started();
      const stream = await runtime().connect(spec.sandboxId, harness().tool.name);
      stream.on('error', () => {});
      stream.resume();
      const closed = once(stream, 'close');
      await runtime().stop(spec.sandboxId);
      await closed;
    });

    test.for(['never started', 'up', 'stopped'] as const)('destroys a sandbox that is %s, twice', async (state) => {
      const spec = specOf();
      if (state !== 'never started') await runtime().start(spec);
      if (state === 'stopped') await runtime().stop(spec.sandboxId);
      await runtime().destroy(spec.sandboxId);
      await runtime().destroy(spec.sandboxId);
      expect(await runtime().inspect(spec.sandboxId)).toEqual({ state: 'absent' });
      await expect(runtime().read(spec.sandboxId, '')).rejects.toMatchObject({ code: 'not-found' });
      await expect(runtime().connect(spec.sandboxId, harness().tool.name)).rejects.toMatchObject({ code: 'not-found' });
    });

    test('lists what the runtime has, also to an instance that started none of it', async () => {
      const up = await started({ purpose: 'canary' });
      const stopped = await started();
      await runtime().stop(stopped.sandboxId);
      const second = await harness().openSecond();
      const seen = (await second.list()).filter(({ sandboxId }) =>
        [up.sandboxId, stopped.sandboxId].includes(sandboxId),
      );
      expect(seen).toHaveLength(2);
      expect(seen).toContainEqual({ sandboxId: up.sandboxId, generation: 1, purpose: 'canary', state: 'up' });
      expect(seen).toContainEqual({ sandboxId: stopped.sandboxId, generation: 1, purpose: 'seat', state: 'stopped' });
    });

    test('lets a second instance reach a tool', async () => {
      const spec = await started();
      const second = await harness().openSecond();
      const { tool } = harness();
      expect((await askTool(second, spec.sandboxId, tool.name, tool.path)).status).toBe(200);
    });

    test('has no tool that it does not name', async () => {
      const spec = await started();
      await expect(runtime().connect(spec.sandboxId, 'nosuchtool')).rejects.toMatchObject({ code: 'not-found' });
    });

    test('lets the inside reach an offered service, the door offered last, and no other', async () => {
      const spec = await started();
      const serve = async (answer: string) => {
        const server = createServer((request, response) => response.end(`${answer} ${request.url}`)).listen(
          0,
          '127.0.0.1',
        );
        await once(server, 'listening');
        return server;
      };
      const [first, last] = [await serve('first'), await serve('last')];
      try {
        for (const server of [first, last]) {
          const { port } = server.address() as AddressInfo;
          await runtime().offer(spec.sandboxId, 'assistant', async () => {
            const socket = connect(port, '127.0.0.1');
            await once(socket, 'connect');
            return socket;
          });
        }
        expect(await harness().fetchFromInside(spec.sandboxId, 'assistant', '/v1?q=1')).toBe('last /v1?q=1');
        await expect(harness().fetchFromInside(spec.sandboxId, 'other', '/')).rejects.toThrow();
      } finally {
        first.close();
        last.close();
      }
    });

    test.for([
      '../escape.md',
      'a/../../escape.md',
      '/etc/passwd',
      'a//b',
      './a',
      'nul\0.md',
      'back\\slash',
      `${'x/'.repeat(300)}deep.md`,
      'x'.repeat(300),
    ])('refuses to write or read the path %j', async (path) => {
      const spec = await started();
      await expect(runtime().write(spec.sandboxId, path, Buffer.from('x'))).rejects.toMatchObject({
        code: 'invalid-request',
      });
      await expect(runtime().read(spec.sandboxId, path)).rejects.toMatchObject({ code: 'invalid-request' });
      expect(await textOf(spec.sandboxId, '')).toBe('brief.md queries/first.sql');
    });

    test('says what is not there, and what is too large', async () => {
      const spec = await started();
      await expect(runtime().read(spec.sandboxId, 'nothing.md')).rejects.toMatchObject({ code: 'not-found' });
      await expect(runtime().write(spec.sandboxId, 'huge.bin', Buffer.alloc(26 * 1024 * 1024))).rejects.toMatchObject({
        code: 'too-large',
      });
      expect(await textOf(spec.sandboxId, 'queries')).toBe('queries/first.sql');
    });

    test('leaves nothing half made when the process that starts it is killed', async () => {
      const specs = Array.from({ length: 8 }, () => specOf());
      for (let round = 0; round < 6; round++) {
        const child = harness().startInChild(specs);
        const exited = once(child, 'exit');
        // The first start takes longest to reach; later rounds find some done.
        if (child.stdout) await Promise.race([once(child.stdout, 'data'), exited]);
        await sleep(round * 7);
        child.kill('SIGKILL');
        await exited;
        const seen = await runtime().list();
        for (const { sandboxId } of seen.filter((sighting) =>
          specs.some((spec) => spec.sandboxId === sighting.sandboxId),
        )) {
          expect(await runtime().inspect(sandboxId)).toEqual({ state: 'up', generation: 1 });
          expect(await textOf(sandboxId, '')).toBe('brief.md queries/first.sql');
        }
      }
      for (const spec of specs) await runtime().start(spec);
      const ids = (await runtime().list()).map((sighting) => sighting.sandboxId);
      expect(specs.filter((spec) => ids.includes(spec.sandboxId))).toHaveLength(specs.length);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('says what a plan may count on', async () => {
      expect(await runtime().inspectCapacity()).toMatchObject({
        state: 'present',
        diskMiBPerSandbox: expect.any(Number),
      });
    });
  });
}
