// What is taken out of a sandbox: the declared files, within limits, always the same bytes for the same files.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../../api/store/json.ts';
import { describeDeliverable, findPathFault, manifestBytes } from '../../../api/submissions/deliverable-manifest.ts';
import { readDeliverable } from '../../../api/submissions/read-deliverable.ts';
import type { DeliverableFile, Task } from '../../../tracks/use-case.ts';
import { describeOnStores } from '../../stores.ts';
import { openSeededProgramme, type SeededProgramme } from '../review/seeded-programme.ts';

const mebibyte = 1024 * 1024;
const file = (path: string, required = true): DeliverableFile => ({
  path,
  required,
  mediaType: 'text/markdown',
  maxBytes: 25 * mebibyte,
});

test.each([
  ['../outside.md', 'not a plain path'],
  ['/etc/passwd', 'not a plain path'],
  ['a//b.md', 'not a plain path'],
  ['a/./b.md', 'not a plain path'],
  ['a\u0000.md', 'control character'],
  ['a\\b.md', 'backslash'],
  ['e\u0301.md', 'NFC'],
  [`${'a'.repeat(201)}`, 'at most 200'],
])('refuses the path %j', (path, fault) => {
  expect(findPathFault(path)).toContain(fault);
});

test('takes plain paths, in folders and in any script', () => {
  for (const path of ['queries.sql', 'notes/a.b/c-1.md', 'přehled.md']) expect(findPathFault(path)).toBeUndefined();
});

describeOnStores('reading a deliverable', (store) => {
  let programme: SeededProgramme;
  let task: Task;
  beforeAll(async () => {
    programme = await openSeededProgramme(store());
    const useCase = await programme.deps.getUseCase('pd-12');
    const found = useCase.tracks.flatMap((track) => track.tasks).find((each) => each.key === 'B1');
    if (!found) throw new Error('expected the task B1');
    task = found;
  });
  afterAll(() => programme[Symbol.asyncDispose]());

  const read = (files: DeliverableFile[]) => {
    const runtime = programme.deps.runtimes.get('workspace');
    if (!runtime) throw new Error('expected the runtime workspace');
    const asked = { ...task, deliverable: { ...task.deliverable, files } };
    return readDeliverable(runtime, programme.seat('ada').sandboxId, asked);
  };

  test('names what is missing, what may have been meant, and what is a folder', async () => {
    await programme.write('ada', 'notes/inner.md', 'x');
    const { refusals } = await read([file('problem_breif.md'), file('notes'), file('absent.md', false)]);
    expect(refusals.map((each) => each.code)).toEqual(['manifest', 'manifest']);
    expect(refusals[0]?.message).toContain('There is problem_brief.md: rename it');
    expect(refusals[1]?.message).toContain('notes is a folder');
  });

  test('takes 25 MiB in all and 200 files, and says so beyond that', async () => {
    await programme.write('ada', 'one.md', Buffer.alloc(13 * mebibyte));
    await programme.write('ada', 'two.md', Buffer.alloc(13 * mebibyte));
    const large = await read([file('one.md'), file('two.md')]);
    expect(large.refusals[0]?.message).toContain(`${26 * mebibyte} bytes, at most ${25 * mebibyte}`);
    const many = await read(Array.from({ length: 201 }, (_, n) => file(`f${n}.md`, false)));
    expect(many.refusals[0]?.message).toContain('201 files, at most 200');
  });

  test('describes the same files by the same bytes, whatever their order, and no file that is not declared', async () => {
    await programme.write('ada', 'b.md', 'second');
    await programme.write('ada', 'a.md', 'first');
    const manifests = await Promise.all(
      [
        [file('b.md'), file('a.md')],
        [file('a.md'), file('b.md')],
      ].map(async (files) => {
        const { files: bytes } = await read(files);
        const asked = { ...task, deliverable: { ...task.deliverable, files } };
        return manifestBytes(describeDeliverable(asked, new Map([...bytes, ['stray.md', Buffer.from('x')]])));
      }),
    );
    expect(new Set(manifests.map((bytes) => sha256Hex(bytes))).size).toBe(1);
    expect(JSON.parse(Buffer.from(manifests[0] ?? []).toString())).toEqual({
      format: 'practicum-submission/1',
      files: [
        { path: 'a.md', size: 5, sha256: sha256Hex('first'), mediaType: 'text/markdown' },
        { path: 'b.md', size: 6, sha256: sha256Hex('second'), mediaType: 'text/markdown' },
      ],
    });
  });
});
