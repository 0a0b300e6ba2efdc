// Cuts a stream of lines into files of a few megabytes, each whole records, so that one is read while the next is written.
import { open, rm } from 'node:fs/promises';

export type RecordFilesOptions = {
  /** Of each file; a number is put behind it. */
  path: string;
  bytesPerFile: number;
  /** Reads one file; the next is written meanwhile. At most two files lie on the disk. */
  read: (path: string) => Promise<void>;
};

const lineFeed = 0x0a;

/** Every record ends with a line feed, and holds none. At least one file is read, though it be empty. */
export async function readInFiles(
  chunks: AsyncIterable<Uint8Array>,
  { path, bytesPerFile, read }: RecordFilesOptions,
): Promise<void> {
  let reading: Promise<void> = Promise.resolve();
  let held: Uint8Array[] = [];
  let bytes = 0;
  let files = 0;
  const hand = async (content: readonly Uint8Array[]) => {
    const file = `${path}.${files++}`;
    await write(file, content);
    await reading;
    reading = read(file).finally(() => rm(file, { force: true }));
    // Awaited before the next file or at the end: until then a failure waits.
    reading.catch(() => {});
  };
  try {
    for await (const chunk of chunks) {
      held.push(chunk);
      bytes += chunk.length;
      if (bytes < bytesPerFile) continue;
      const end = chunk.lastIndexOf(lineFeed) + 1;
      if (end === 0) continue;
      held[held.length - 1] = chunk.subarray(0, end);
      await hand(held);
      held = [chunk.subarray(end)];
      bytes = chunk.length - end;
    }
    if (bytes > 0 || files === 0) await hand(held);
  } finally {
    await reading;
  }
}

async function write(path: string, content: readonly Uint8Array[]): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(Buffer.concat(content));
}
