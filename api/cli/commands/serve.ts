// practicum serve: the same as npm start.
import type { Command } from 'commander';
import type { Cli, GlobalOptions } from '../call.ts';
import { CliError } from '../cli-error.ts';
import { newCommand } from '../new-command.ts';

type Options = GlobalOptions & { port?: string; host?: string; owner?: string; demo: boolean };

export function serveCommand(cli: Cli): Command {
  return newCommand('serve', {
    purpose: 'Starts the server, with a demonstration on an empty state directory; the same as npm start.',
    examples: ['practicum serve --port 4400 --state ./state', 'practicum serve --no-demo --owner olga@bank.example'],
  })
    .option('--port <n>', 'port to listen on (4400; 0 lets the system choose)')
    .option('--host <h>', 'address to listen on (127.0.0.1: this machine alone)')
    .option('--owner <email>', 'address of the owner whom a new installation begins with')
    .option('--no-demo', 'set up nothing but that owner')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (options.server !== undefined || options.json)
        throw new CliError(
          'usage',
          'serve starts a server of its own: it takes --state, but neither --server nor --json.',
        );
      // Loaded only here: it is most of the code, which other commands need not wait for.
      const { runServer } = await import('../../server.ts');
      cli.signal.throwIfAborted();
      cli.end(await runServer(commandLineOf(options)));
    });
}

function commandLineOf({ port, host, owner, state, demo }: Options): string[] {
  const given = Object.entries({ port, host, owner, state }).filter(([, value]) => value !== undefined);
  return [...given.flatMap(([name, value]) => [`--${name}`, String(value)]), ...(demo ? [] : ['--no-demo'])];
}
