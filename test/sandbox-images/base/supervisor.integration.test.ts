// The supervisor as a sandbox runs it: tools on demand, their states, the relay, a clean end.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', '..', 'sandbox-images', 'base');
const program = join(folder, 'supervisor.py');
const python = spawnSync('python3', ['--version']).status === 0;
const nobody = 65_534;

let work: string;
let socketPath: string;
const running: ChildProcess[] = [];

beforeEach(async (ctx) => {
  if (!python) ctx.skip('no python3 on this machine: the supervisor runs inside images, which have one');
  work = await mkdtemp(join(tmpdir(), 'practicum-supervisor-'));
  socketPath = join(work, 'run', 'supervisor.sock');
});

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
  if (work) await rm(work, { recursive: true });
});

/** A tool that answers each request with two process numbers: its own and that of a child. */
async function page() {
  const port = await freePort();
  return {
    name: 'page',
    port,
    health: '/',
    readySeconds: 20,
    command: ['python3', '-c', PAGE, String(port), join(work, 'starts')],
  };
}
const PAGE = `
import http.server, os, subprocess, sys
open(sys.argv[2], "a").write("started ")
child = subprocess.Popen(["sleep", "600"])
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(f"{os.getpid()} {child.pid}".encode())
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()`;

const ended = {
  name: 'ended',
  port: 47_201,
  health: '/',
  readySeconds: 5,
  command: ['python3', '-c', 'raise SystemExit(7)'],
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a port, got none');
  return address.port;
}

async function serve(tools: object[], before: string[] = []): Promise<ChildProcess> {
  const file = join(work, 'tools.json');
  await writeFile(file, JSON.stringify({ tools }));
  const [command = 'python3', ...args] = [
    ...before,
    'python3',
    program,
    '--socket',
    socketPath,
    'serve',
    '--tools',
    file,
  ];
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(child);
  const said = text(child.stderr);
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`the supervisor ended: ${await said}`);
    if (existsSync(socketPath) && (await ask('GET', '/health').catch(() => undefined))?.status === 200) return child;
    await sleep(25);
  }
  throw new Error('the supervisor did not answer within five seconds');
}

function ask(method: string, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path }, async (response) =>
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(await text(response)) }),
    );
    asked.on('error', reject).end();
  });
}

async function until(state: string, name = 'page'): Promise<Record<string, unknown>> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { body } = await ask('GET', `/tools/${name}`);
    if (body['state'] === state) return body;
    await sleep(50);
  }
  throw new Error(`${name} did not become ${state} within ten seconds`);
}

function relay(tool: string) {
  return spawnSync('python3', [program, '--socket', socketPath, 'relay', tool], {
    input: 'GET / HTTP/1.0\r\n\r\n',
    encoding: 'utf8',
  });
}
const processNumbers = () => relay('page').stdout.split('\r\n\r\n')[1]?.split(' ').map(Number) ?? [];

const alive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

describe('tools', () => {
  test('are stopped until they are asked for, then starting, then ready', async () => {
    const tool = await page();
    await serve([tool]);
    expect((await ask('GET', '/tools')).body).toEqual({ tools: [{ name: 'page', port: tool.port, state: 'stopped' }] });
    expect((await ask('POST', '/tools/page/start')).body['state']).toBe('starting');
    await until('ready');
  });

  // mutant: start() always makes a process, caught here.
  test('are started once, however often they are asked for', async () => {
    await serve([await page()]);
    await ask('POST', '/tools/page/start');
    await ask('POST', '/tools/page/start');
    await until('ready');
    expect(processNumbers()).toEqual(processNumbers());
    await sleep(300); // as long as a second process would need to say that it started
    expect(readFileSync(join(work, 'starts'), 'utf8')).toBe('started ');
  });

  // mutant: kill instead of killpg, caught by the child.
  test('are stopped with all they have started, and can be started again', async () => {
    await serve([await page()]);
    const [pid = 0, child = 0] = processNumbers();
    expect((await ask('POST', '/tools/page/stop')).body['state']).toBe('stopped');
    expect((await ask('POST', '/tools/page/stop')).status).toBe(200);
    expect([alive(pid), alive(child)]).toEqual([false, false]);
    expect(processNumbers()[0]).not.toBe(pid);
  });

  test('that end have failed, and say how', async () => {
    await serve([ended]);
    await ask('POST', '/tools/ended/start');
    expect((await until('failed', 'ended'))['reason']).toBe('its process ended with code 7');
  });

  test('that never answer have failed after their time', async () => {
    await serve([{ ...ended, command: ['sleep', '600'], readySeconds: 1 }]);
    await ask('POST', '/tools/ended/start');
    expect((await until('failed', 'ended'))['reason']).toBe('no answer within 1 seconds');
  });

  test('that cannot be executed are an error with the reason', async () => {
    await serve([{ ...ended, command: ['/no/such/program'] }]);
    expect(await ask('POST', '/tools/ended/start')).toMatchObject({
      status: 500,
      body: { error: expect.stringContaining('/no/such/program') },
    });
  });
});

describe('the relay', () => {
  test('starts the tool, waits for it and brings its answer', async () => {
    await serve([await page()]);
    expect(relay('page')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^HTTP\/1\.0 200 [\s\S]*\d+ \d+$/),
    });
  });

  // mutant: polling by start, which starts a crashing tool for ever, caught by the time limit.
  test('gives up on a tool that ends, and on one that does not exist', async () => {
    await serve([ended]);
    expect(relay('ended')).toMatchObject({ status: 3, stderr: expect.stringContaining('ended with code 7') });
    expect(relay('nothing')).toMatchObject({ status: 2, stderr: expect.stringContaining('the tools here are: ended') });
  });
});

describe('the supervisor', () => {
  test('ends cleanly when asked, with every tool', async () => {
    const supervisor = await serve([await page()]);
    const [pid = 0, child = 0] = processNumbers();
    supervisor.kill('SIGTERM');
    expect(await once(supervisor, 'exit')).toEqual([0, null]);
    expect([alive(pid), alive(child), existsSync(socketPath)]).toEqual([false, false, false]);
  });

  test('takes over the socket of one that was killed, never of one that lives', async () => {
    const first = await serve([]);
    const second = spawnSync(
      'python3',
      [program, '--socket', socketPath, 'serve', '--tools', join(work, 'tools.json')],
      { encoding: 'utf8' },
    );
    expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining('another one answers') });
    expect((await ask('GET', '/health')).status).toBe(200);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await serve([]);
  });

  test('lets nobody but its own user in', async () => {
    await serve([]);
    const mode = spawnSync('stat', ['-c', '%a', socketPath, join(work, 'run')], { encoding: 'utf8' }).stdout;
    expect(mode).toBe('600\n700\n');
  });

  test.each([
    ['an unknown key', { ...ended, prot: 1 }, 'expected exactly the keys'],
    ['a missing key', { name: 'page' }, 'expected exactly the keys'],
    ['a wrong type', { ...ended, port: '80' }, 'tools[0].port: expected int, got "80"'],
    ['a truth for a number', { ...ended, port: true }, 'tools[0].port: expected int, got true'],
  ])('refuses a tools.json with %s', async (_, tool, message) => {
    await expect(serve([tool])).rejects.toThrow(message);
  });

  // mutant: no reaping, caught by the zombie. PR_SET_CHILD_SUBREAPER (36) stands in for being process 1.
  test.runIf(process.platform === 'linux')('as first process buries the orphans of its tools', async () => {
    const adopt =
      'import ctypes, os, sys; ctypes.CDLL(None).prctl(36, 1, 0, 0, 0); os.execvp(sys.argv[1], sys.argv[1:])';
    const orphan =
      'import os, time\nif os.fork() == 0:\n    os.setsid()\n    os._exit(0) if os.fork() else (time.sleep(0.5), os._exit(0))\nos.wait(); time.sleep(600)';
    const { pid } = await serve(
      [{ ...ended, command: ['python3', '-c', orphan], readySeconds: 60 }],
      ['python3', '-c', adopt],
    );
    await ask('POST', '/tools/ended/start');
    const children = () =>
      readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
        readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean),
      );
    let most = 0;
    for (let attempt = 0; attempt < 60; attempt++) {
      most = Math.max(most, children().length);
      if (most === 2 && children().length === 1) break;
      await sleep(50);
    }
    expect([most, children().length]).toEqual([2, 1]);
  });
});

test('the smoke test passes as an ordinary user and refuses root', async (ctx) => {
  const root = process.getuid?.() === 0;
  const env = root ? { PATH: '/usr/local/bin:/usr/bin:/bin' } : { PATH: process.env['PATH'] };
  if (root && !['/usr/bin/python3', '/usr/local/bin/python3'].some((file) => existsSync(file))) {
    ctx.skip('the only python3 here lies in a folder that an ordinary user cannot enter');
  }
  const copy = join(work, 'base');
  cpSync(folder, copy, { recursive: true });
  await chmod(work, 0o755);
  const smoke = (account: object) =>
    spawnSync('sh', [join(copy, 'smoke.sh')], {
      encoding: 'utf8',
      env: { ...env, SUPERVISOR: join(copy, 'supervisor.py') },
      ...account,
    });
  expect(smoke(root ? { uid: nobody, gid: nobody } : {})).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('smoke: ok'),
  });
  if (root) expect(smoke({})).toMatchObject({ status: 1, stderr: expect.stringContaining('got root') });
});
