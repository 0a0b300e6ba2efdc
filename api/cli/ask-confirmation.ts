// Lets somebody type a name before something is removed.
import type { Call } from './call.ts';
import { CliError } from './cli-error.ts';

/** Throws a refusal when another text was typed, or where nobody can type and nothing was given. */
export async function askConfirmation(
  call: Call,
  asked: { key: string; what: string; given: string | undefined },
): Promise<string> {
  const { key, what, given } = asked;
  const typed = given ?? (await call.terminal.ask(`${what} Type ${key} to go on: `, call.signal))?.trim();
  if (typed === key) return key;
  const got = typed === undefined ? 'nobody can type here' : `got ${JSON.stringify(typed)}`;
  throw new CliError(
    'refused',
    `${what} Expected the confirmation ${key}, ${got}; nothing was changed. Give --confirm ${key}.`,
  );
}
