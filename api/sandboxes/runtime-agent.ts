// Speaks HTTP to a tool inside a sandbox, over the runtime's own channel.
import { type Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SandboxId } from '../store/ids.ts';
import { ChannelAgent } from './runtimes/channel-agent.ts';
import type { SandboxRuntime } from './sandbox-runtime.ts';

export function agentOf(runtime: SandboxRuntime, sandboxId: SandboxId, tool: string): ChannelAgent {
  return new ChannelAgent(() => runtime.connect(sandboxId, tool));
}

/** Sends one request through `agent` with a body that streams; resolves at the response's head. */
export async function sendThrough(
  agent: Agent,
  options: Pick<RequestOptions, 'method' | 'path' | 'headers' | 'signal'>,
  body?: Readable,
): Promise<IncomingMessage> {
  const outgoing = request({ ...options, agent, host: 'sandbox', setDefaultHeaders: true });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  if (body) {
    // A tool that answers before it has read everything ends the body early; the answer decides, not this.
    pipeline(body, outgoing).catch((error: Error) => outgoing.destroy(error));
  } else {
    outgoing.end();
  }
  return answered;
}
