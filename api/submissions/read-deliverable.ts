// Takes the files of a deliverable out of a sandbox, no more of them and no larger than the limits allow.
import { closest } from '../../tracks/formats/closest.ts';
import type { DeliverableFile, Task } from '../../tracks/use-case.ts';
import type { SandboxRuntime, WorkFile } from '../sandboxes/sandbox-runtime.ts';
import type { SandboxId } from '../store/ids.ts';
import { deliverableLimits, findPathFault } from './deliverable-manifest.ts';
import type { RefusalFinding } from './refusal-finding.ts';

export type ReadDeliverable = { files: ReadonlyMap<string, Uint8Array>; refusals: RefusalFinding[] };

/**
 * Sizes are judged by the sandbox's own listing before a byte is read, then again on the bytes: a file may grow in between.
 * Throws what the runtime throws when it has no such sandbox.
 */
export async function readDeliverable(
  runtime: Pick<SandboxRuntime, 'read'>,
  sandboxId: SandboxId,
  task: Task,
): Promise<ReadDeliverable> {
  const work = await runtime.read(sandboxId, '');
  const present = new Map((work.kind === 'folder' ? work.files : []).map((file) => [file.path, file]));
  const refusals = declaredFaults(task, present);
  const files = new Map<string, Uint8Array>();
  let totalBytes = 0;
  for (const declared of task.deliverable.files) {
    const { path } = declared;
    if (!present.has(path) || refusals.some((refusal) => refusal.path === path)) continue;
    const entry = await runtime.read(sandboxId, path);
    if (entry.kind !== 'file') continue;
    totalBytes += entry.bytes.byteLength;
    if (totalBytes > deliverableLimits.totalBytes) {
      refusals.push(tooLargeInAll(totalBytes));
      break;
    }
    if (entry.bytes.byteLength > declared.maxBytes) refusals.push(tooLarge(declared, entry.bytes.byteLength));
    else files.set(path, entry.bytes);
  }
  return { files, refusals };
}

function declaredFaults(task: Task, present: ReadonlyMap<string, WorkFile>): RefusalFinding[] {
  const refusals: RefusalFinding[] = [];
  const declared = task.deliverable.files;
  if (declared.length > deliverableLimits.files) {
    const message = `The deliverable has ${declared.length} files, at most ${deliverableLimits.files} are taken. Ask the programme's owner to mend task ${task.key}.`;
    refusals.push({ code: 'manifest', message });
  }
  let totalBytes = 0;
  for (const file of declared) {
    const { path } = file;
    const fault = findPathFault(path);
    if (fault !== undefined)
      refusals.push({ code: 'manifest', path, message: `The path ${JSON.stringify(path)} ${fault}.` });
    const found = present.get(path);
    totalBytes += found?.size ?? 0;
    if (found && found.size > file.maxBytes) refusals.push(tooLarge(file, found.size));
    if (!found && file.required) refusals.push(missing(file, task, [...present.keys()]));
  }
  if (totalBytes > deliverableLimits.totalBytes) refusals.push(tooLargeInAll(totalBytes));
  return refusals;
}

function missing({ path }: DeliverableFile, task: Task, names: string[]): RefusalFinding {
  const below = names.find((name) => name.startsWith(`${path}/`));
  if (below !== undefined) {
    return {
      code: 'manifest',
      path,
      message: `${path} is a folder, but task ${task.key} needs a file of that name. Move ${below} there.`,
    };
  }
  const near = closest(path, names);
  const hint = near === undefined ? 'Make it' : `There is ${near}: rename it, or make ${path}`;
  return {
    code: 'manifest',
    path,
    message: `${path} is missing: task ${task.key} needs it. ${hint} in your work folder.`,
  };
}

function tooLarge({ path, maxBytes }: DeliverableFile, size: number): RefusalFinding {
  const message = `${path} has ${size} bytes, at most ${maxBytes} are taken. Hand in the conclusions, not the data.`;
  return { code: 'manifest', path, message };
}

function tooLargeInAll(totalBytes: number): RefusalFinding {
  const message = `The deliverable has ${totalBytes} bytes, at most ${deliverableLimits.totalBytes} are taken. Hand in the conclusions, not the data.`;
  return { code: 'manifest', message };
}
