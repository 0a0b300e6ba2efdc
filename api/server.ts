// The server's process: reads the command line, listens, prints links to sign in with, stops cleanly.
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Application, composeApplication } from './application.ts';
import { demonstrationPeople, setUpDemonstration } from './cli/demonstration/set-up-demonstration.ts';
import { systemClock } from './clock.ts';
import { type Environment, readEnvironment } from './env.ts';
import { signInUrl } from './people/people-routes.ts';
import { createSignInLink } from './people/sign-in-links.ts';
import { Problem } from './problems.ts';
import { followNpm } from './store/follow-npm.ts';
import { findRunningServer } from './store/state-directory.ts';

const usage = `Starts Practicum: npm start -- [options]

  --port N        port to listen on (4400; 0 lets the system choose)
  --host H        address to listen on (127.0.0.1: this machine alone)
  --state DIR     where everything is kept (.practicum)
  --owner EMAIL   address of the owner whom a new installation begins with
  --no-demo       set up nothing but that owner
  --help          this text`;

type ServerOptions = { port: number; host: string; stateFolder: string; ownerEmail: string | undefined; demo: boolean };

/** Runs until it is told to stop; resolves with the exit code: 0 stopped, 1 could not start, 2 the command line is wrong. */
export async function runServer(commandLine: readonly string[]): Promise<number> {
  const stop = stopOnSignals();
  try {
    const environment = readEnvironment();
    const options = parseCommandLine(commandLine, environment);
    if (options === 'help') {
      console.log(usage);
      return 0;
    }
    if (environment.leashed) process.once('disconnect', stop.now);
    if (environment.startedByNpm) stop.use(followNpm(stop.now));
    await assertPortFree(options);
    await using application = await composeApplication({
      environment,
      stateFolder: options.stateFolder,
      log: (line) => console.log(line),
      ...(options.ownerEmail === undefined ? {} : { ownerEmail: options.ownerEmail }),
    });
    await run(application, options, stop.asked);
    console.log('stopping');
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof Problem)) throw error;
    console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    stop[Symbol.dispose]();
  }
}

async function run(application: Application, options: ServerOptions, asked: Promise<void>): Promise<void> {
  const url = await listen(application, options);
  await application.state.nameServer(url);
  console.log(`listening on ${url}`);
  if (!isLoopback(options.host)) {
    console.log('this address can be reached from other machines: put a proxy with TLS before it');
  }
  const demonstration = options.demo ? await demonstrate(application, asked) : 'absent';
  if (demonstration === 'stopped') return;
  console.log('\nOne-time sign-in links (each works once, within 24 hours):');
  await printLink(application, url, 'owner', application.owner.email);
  if (demonstration === 'ready') {
    for (const [role, email] of Object.entries(demonstrationPeople)) await printLink(application, url, role, email);
  }
  console.log(`\nCtrl-C stops. State: ${application.state.path}`);
  await asked;
}

async function demonstrate(application: Application, asked: Promise<void>): Promise<'ready' | 'absent' | 'stopped'> {
  const stopping = new AbortController();
  void asked.then(() => stopping.abort());
  try {
    const log = (line: string) => console.log(line);
    return (await setUpDemonstration(application, { log, signal: stopping.signal })) ? 'ready' : 'absent';
  } catch (error) {
    // Stopped in the middle: the next start goes on from there.
    if (stopping.signal.aborted) return 'stopped';
    throw error;
  }
}

async function printLink(application: Application, url: string, role: string, email: string): Promise<void> {
  const link = await createSignInLink(application.deps.store, application.start, { email, madeBy: 'start' });
  console.log(`  ${role.padEnd(9)} ${signInUrl(url, link.secret)}`);
}

class UsageError extends Error {}

function parseCommandLine(commandLine: readonly string[], environment: Environment): ServerOptions | 'help' {
  const values = parseFlags(commandLine);
  if (values.help) return 'help';
  const port = Number(values.port ?? 4400);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port: expected a number from 0 to 65535, got ${values.port}`);
  }
  return {
    port,
    host: values.host ?? '127.0.0.1',
    stateFolder: resolve(values.state ?? environment.stateFolder ?? '.practicum'),
    ownerEmail: values.owner,
    demo: !values['no-demo'],
  };
}

function parseFlags(commandLine: readonly string[]) {
  try {
    const text = { type: 'string' as const };
    const flag = { type: 'boolean' as const };
    const options = { port: text, host: text, state: text, owner: text, 'no-demo': flag, help: flag };
    return parseArgs({ args: [...commandLine], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

// A server of this state that was told to stop a moment ago is given the time to let go of its port.
const patienceMs = 3_000;

// Asked before any work, so that nobody waits for a set-up that then cannot be reached.
async function assertPortFree({ port, host, stateFolder }: ServerOptions): Promise<void> {
  if (port === 0) return;
  const from = systemClock.elapsedMs();
  for (;;) {
    const cause = await findPortFault(port, host);
    if (cause === undefined) return;
    const running = await findRunningServer(stateFolder);
    const leaving = running !== undefined && Number(new URL(running.url).port) === port;
    if (!leaving || systemClock.elapsedMs() - from > patienceMs)
      throw cannotListen({ port, host }, cause, running?.url);
    await systemClock.sleep(100);
  }
}

async function findPortFault(port: number, host: string): Promise<unknown> {
  const probe = createServer();
  try {
    await new Promise<void>((free, taken) => {
      probe.once('error', taken).listen({ port, host, exclusive: true }, free);
    });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    probe.close();
  }
}

async function listen({ app }: Application, { port, host }: ServerOptions): Promise<string> {
  try {
    return (await app.listen({ port, host })).replace('[::1]', 'localhost');
  } catch (cause) {
    throw cannotListen({ port, host }, cause, undefined);
  }
}

function cannotListen(
  { port, host }: { port: number; host: string },
  cause: unknown,
  running: string | undefined,
): Problem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const ours = running ? ` (Practicum with this state directory is running already: ${running})` : '';
  const another = `choose another: npm start -- --port ${port + 1}`;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken${ours}: stop what uses it, or ${another}`,
    EACCES: `Port ${port} may not be used by this account: ${another}`,
    EADDRNOTAVAIL: `${host} is no address of this machine: give another with --host`,
  };
  const reason =
    reasons[String(code)] ??
    `Cannot listen on ${host}, port ${port}: ${cause instanceof Error ? cause.message : cause}`;
  return new Problem('invalid-request', reason, { cause });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

// A terminal sends Ctrl-C to npm and to us, and npm sends it on: what comes together is one wish.
const oneWishMs = 500;

/** The first signal asks for a clean stop; a second one, later, ends the process at once. */
function stopOnSignals(): { asked: Promise<void>; now: () => void; use: (follower: Disposable) => void } & Disposable {
  const followers = new DisposableStack();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  let firstAtMs: number | undefined;
  const now = () => {
    if (firstAtMs !== undefined && systemClock.elapsedMs() - firstAtMs > oneWishMs) process.exit(130);
    firstAtMs ??= systemClock.elapsedMs();
    ask();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, now);
  return {
    asked,
    now,
    use: (follower) => void followers.use(follower),
    [Symbol.dispose]: () => {
      followers.dispose();
      for (const signal of signals) process.off(signal, now);
    },
  };
}

if (import.meta.main) process.exit(await runServer(process.argv.slice(2)));
