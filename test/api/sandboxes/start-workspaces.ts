// A process that starts sandboxes until it is done or killed: `node start-workspaces.ts ROOT-JSON SPECS-JSON`.
import { WorkspaceRuntime } from '../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';

const [root = '', specs = ''] = process.argv.slice(2);
const runtime = new WorkspaceRuntime(JSON.parse(root));
console.log('begun');
for (const spec of JSON.parse(specs)) {
  const startFiles = new Map(Object.entries<string>(spec.startFiles).map(([path, text]) => [path, Buffer.from(text)]));
  await runtime.start({ ...spec, startFiles });
}
