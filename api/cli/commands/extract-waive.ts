// practicum extract waive: a data steward lets one failed check of a policy pass, by name and until a day.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { waivableChecks, waiveCheck } from '../../../datasets/extract.ts';
import { today } from '../../clock.ts';
import { type Answer, action, type Call, type Cli } from '../call.ts';
import { newCommand } from '../new-command.ts';
import { withPolicyPlaces } from '../policy-places.ts';
import { stewardKey } from '../steward-key.ts';

type Options = { check: string; reason: string; until: string; as: string; keyFile?: string };

export function extractWaiveCommand(cli: Cli): Command {
  return newCommand('waive', {
    purpose: 'Lets one failed check of a policy pass, by name and until a day: writes POLICY.waivers.json.',
    notes:
      `Checks that can be waived: ${waivableChecks.join(', ')}. A leak, a broken relation, a canary and what could not be ` +
      'computed never can. The waiver holds for this version of the policy, from the key that signed it, and every extract ' +
      'that needs it prints it.',
    examples: [
      "practicum extract waive policy.yaml --check singling-out --reason 'closed room, no export' --until 2027-01-31 --as 'Data Protection'",
    ],
    exits: ['refused'],
  })
    .argument('<policy>', 'extract policy (YAML)')
    .requiredOption('--check <name>', 'the check that may fail')
    .requiredOption('--reason <text>', 'why, in words that every user of the extract will read')
    .requiredOption('--until <date>', 'last day on which it holds, YYYY-MM-DD')
    .requiredOption('--as <name>', 'who waives it')
    .option('--key-file <file>', "the steward's key file: the one that signed the policy")
    .action(action(cli, extractWaive));
}

async function extractWaive(call: Call, policy: string, options: Options): Promise<Answer> {
  const policyPath = resolve(call.folder, policy);
  const keyPath = options.keyFile === undefined ? await stewardKey(call) : resolve(call.folder, options.keyFile);
  const { check, reason, until, as: steward } = options;
  const waiver = await withPolicyPlaces(call, policyPath, () =>
    waiveCheck({
      policyPath,
      keyPath,
      check: check as (typeof waivableChecks)[number],
      reason,
      until,
      steward,
      given: today(),
    }),
  );
  return {
    json: { policy: policyPath, ...waiver },
    lines: [`${steward} waives ${check} until ${until}: ${policyPath}.waivers.json`],
  };
}
