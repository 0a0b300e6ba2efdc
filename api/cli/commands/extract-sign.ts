// practicum extract sign: a data steward's signature over a policy.
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { signPolicy } from '../../../datasets/extract.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';
import { withPolicyPlaces } from '../policy-places.ts';
import { stewardKey } from '../steward-key.ts';

type Options = { keyFile?: string; as?: string };

export function extractSignCommand(cli: Cli): Command {
  return newCommand('sign', {
    purpose: "Signs an extract policy as it stands: writes POLICY.sig with the data steward's signature.",
    notes:
      'Changing the policy afterwards breaks the signature. Without --key-file the key is steward.key in the state ' +
      'directory, which is made at first use.',
    examples: ["practicum extract sign policy.yaml --as 'Data Protection'"],
    exits: ['refused'],
  })
    .argument('<policy>', 'extract policy (YAML)')
    .option('--key-file <file>', "the steward's key file")
    .option('--as <name>', 'who signs; your account name when not given')
    .action(action(cli, extractSign));
}

async function extractSign(call: Call, policy: string, options: Options): Promise<Answer> {
  const policyPath = resolve(call.folder, policy);
  const keyPath = options.keyFile === undefined ? await stewardKey(call) : resolve(call.folder, options.keyFile);
  const signer = options.as ?? userInfo().username;
  await withPolicyPlaces(call, policyPath, () => signPolicy({ policyPath, keyPath, signer }));
  const signature = `${policyPath}.sig`;
  return {
    json: { policy: policyPath, signature, signer, keyFile: keyPath },
    lines: [`Signed ${policyPath} as ${signer}: ${signature}`],
  };
}
