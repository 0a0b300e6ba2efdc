// The CLI's process: one command line, an exit code, a clean stop at Ctrl-C.
import { systemClock } from '../clock.ts';
import { readEnvironment } from '../env.ts';
import { exitCodeOf } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

const exitCode = await main();
// A pipe may still hold what was written last.
await new Promise((written) => process.stdout.write('', written));
process.exit(exitCode);

async function main(): Promise<number> {
  const interrupt = new AbortController();
  // The first time work ends cleanly; the second time at once.
  const stop = () => (interrupt.signal.aborted ? process.exit(exitCodeOf('interrupted')) : interrupt.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    const environment = readEnvironment();
    if (environment.leashed) process.once('disconnect', stop);
    return await runCli(process.argv.slice(2), {
      terminal: processTerminal,
      clock: systemClock,
      environment,
      folder: process.cwd(),
      signal: interrupt.signal,
    });
  } catch (error) {
    const { exit, lines } = explainError(error, false);
    for (const line of lines) processTerminal.note(line);
    return exitCodeOf(exit);
  }
}
