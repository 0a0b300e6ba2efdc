// The tree of all commands.
import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { Cli } from './call.ts';
import { cohortApplyCommand } from './commands/cohort-apply.ts';
import { cohortCloseCommand } from './commands/cohort-close.ts';
import { cohortPlanCommand } from './commands/cohort-plan.ts';
import { cohortStatusCommand } from './commands/cohort-status.ts';
import { extractDiffCommand } from './commands/extract-diff.ts';
import { extractOpenCommand } from './commands/extract-open.ts';
import { extractProposeCommand } from './commands/extract-propose.ts';
import { extractPublishCommand } from './commands/extract-publish.ts';
import { extractRunCommand } from './commands/extract-run.ts';
import { extractSignCommand } from './commands/extract-sign.ts';
import { extractVerifyCommand } from './commands/extract-verify.ts';
import { extractWaiveCommand } from './commands/extract-waive.ts';
import { keyCreateCommand } from './commands/key-create.ts';
import { loginCommand } from './commands/login.ts';
import { peopleAddCommand } from './commands/people-add.ts';
import { peopleLinkCommand } from './commands/people-link.ts';
import { receiptVerifyCommand } from './commands/receipt-verify.ts';
import { reviewNextCommand } from './commands/review-next.ts';
import { reviewPublishCommand } from './commands/review-publish.ts';
import { serveCommand } from './commands/serve.ts';
import { submitCommand } from './commands/submit.ts';
import { tracksListCommand } from './commands/tracks-list.ts';
import { describeExits } from './exit-codes.ts';
import { newGroup } from './new-command.ts';

/** Parsing throws a CommanderError instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const program = new Command('practicum')
    .description('Practice environments for applied-AI programmes: extracts, cohorts, submissions, reviews.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--server <url>', 'ask the server at this address')
    .option('--state <dir>', 'ask the server that runs on this state directory, or open it (.practicum)')
    .option('--token-file <file>', 'act as the person of this token (else: who logged in, else the owner of the state)')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', `\nExample:\n  practicum cohort apply cohort.yaml\n\nExit codes:\n${describeExits()}`);
  program.addCommand(newGroup('key', 'Keys of extracts.', [keyCreateCommand(cli)]));
  program.addCommand(
    newGroup('extract', 'Sealed extracts of production data.', [
      extractProposeCommand(cli),
      extractDiffCommand(cli),
      extractRunCommand(cli),
      extractSignCommand(cli),
      extractWaiveCommand(cli),
      extractVerifyCommand(cli),
      extractOpenCommand(cli),
      extractPublishCommand(cli),
    ]),
  );
  program.addCommand(newGroup('tracks', 'Use cases, tracks and tasks.', [tracksListCommand(cli)]));
  program.addCommand(
    newGroup('people', 'The people of the programme.', [peopleAddCommand(cli), peopleLinkCommand(cli)]),
  );
  program.addCommand(
    newGroup('cohort', 'Cohorts: planned, applied and closed like infrastructure.', [
      cohortPlanCommand(cli),
      cohortApplyCommand(cli),
      cohortStatusCommand(cli),
      cohortCloseCommand(cli),
    ]),
  );
  program.addCommand(submitCommand(cli));
  program.addCommand(newGroup('review', 'The review queue.', [reviewNextCommand(cli), reviewPublishCommand(cli)]));
  program.addCommand(newGroup('receipt', 'Receipts of submissions.', [receiptVerifyCommand(cli)]));
  program.addCommand(loginCommand(cli));
  program.addCommand(serveCommand(cli));
  for (const command of everyCommand(program)) prepare(command, cli);
  return program;
}

/** A command with all commands below it. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function prepare(command: Command, cli: Cli): void {
  command
    .exitOverride()
    .helpCommand(false)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => cli.terminal.answer(text.replace(/\n$/, '')),
      writeErr: (text) => cli.terminal.note(text.replace(/\n$/, '')),
      getOutHelpWidth: () => cli.terminal.columns,
      getErrHelpWidth: () => cli.terminal.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}
