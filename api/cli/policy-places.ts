// Shows where in its file a policy was refused, as `file:line: message`.
import { ExtractError } from '../../datasets/extract-error.ts';
import type { Call } from './call.ts';
import { CliError } from './cli-error.ts';
import { shorten } from './named-document.ts';

// How the engine begins: with the file's name, its line, the place in the policy.
const placedMessage = /^[^\n]*?, line (\d+)(?:, ([^:\n]+))?: (.*)$/s;

/** Runs work on the policy at `path`; whatever else is wrong is thrown as it is. */
export async function withPolicyPlaces<T>(call: Call, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [, line, inside, sentence] =
      (error instanceof ExtractError && error.code === 'bad-policy' && placedMessage.exec(error.message)) || [];
    if (line === undefined || sentence === undefined) throw error;
    const message = inside === undefined ? sentence : `${inside}: ${sentence}`;
    const findings = [{ code: 'bad-policy', message, path: shorten(call, path), line: Number(line) }];
    throw new CliError('refused', 'The policy was refused, nothing was written:', { findings, cause: error });
  }
}
