// Events are the same however the bytes are cut.
import { expect, test } from 'vitest';
import type { ApiEvent } from '../../../api/cli/client.ts';
import { parseEventStream } from '../../../api/cli/clients/parse-event-stream.ts';

const text =
  'retry: 1000\n\n: still here\n\nid: 7-1\nevent: seat.added\ndata: {"name":"Bára"}\n\nid: 7-2\ndata: one\ndata: two\n\nid: 7-3\ndata: cut off';
const expected: ApiEvent[] = [
  { id: '7-1', type: 'seat.added', data: '{"name":"Bára"}' },
  { id: '7-2', type: 'message', data: 'one\ntwo' },
];

// mutant: decoding each piece by itself breaks a letter of two bytes, caught at size 1
test.each([1, 2, 3, 7, 10_000])('cut into pieces of %i bytes', async (size) => {
  const bytes = new TextEncoder().encode(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  }
  const events: ApiEvent[] = [];
  for await (const event of parseEventStream(pieces())) events.push(event);
  expect(events).toEqual(expected);
});
