// Asks a tool inside a sandbox over the runtime's channel.
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { agentOf, sendThrough } from '../../../api/sandboxes/runtime-agent.ts';
import type { SandboxRuntime } from '../../../api/sandboxes/sandbox-runtime.ts';
import type { SandboxId } from '../../../api/store/ids.ts';

export type ToolAnswer = { status: number; type: string; body: string };

export async function askTool(
  runtime: SandboxRuntime,
  sandboxId: SandboxId,
  tool: string,
  path: string,
  json?: unknown,
): Promise<ToolAnswer> {
  const agent = agentOf(runtime, sandboxId, tool);
  const body = json === undefined ? undefined : JSON.stringify(json);
  const response = body
    ? await sendThrough(
        agent,
        {
          method: 'POST',
          path,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        Readable.from([body]),
      )
    : await sendThrough(agent, { path });
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? '',
    body: await text(response),
  };
}
