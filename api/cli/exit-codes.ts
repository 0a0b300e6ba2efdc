// The closed table of exit codes: what a script may build upon.

export const exitTable = {
  done: [0, 'Done.'],
  failed: [1, 'A failure of ours; the message says what to do.'],
  usage: [2, 'The command line cannot be understood.'],
  refused: [3, 'Refused: a document, a file or a right is not as it has to be. Mend it and ask again.'],
  blocked: [4, 'The gate of an extract is closed, or a plan has blockers. Nothing was changed.'],
  unreachable: [5, 'The server, the store or the runtime cannot be reached. Asking again later may help.'],
  nothingWaiting: [6, 'Nothing is waiting for review.'],
  notVerified: [7, 'A seal or a signature does not hold.'],
  interrupted: [130, 'Interrupted. What was begun was undone, or goes on in the server.'],
} as const satisfies Record<string, readonly [code: number, meaning: string]>;

export type ExitName = keyof typeof exitTable;

export function exitCodeOf(name: ExitName): number {
  return exitTable[name][0];
}

/** Lines for `--help`: all of the table, or those that one command can end with. */
export function describeExits(names: readonly ExitName[] = Object.keys(exitTable) as ExitName[]): string {
  return names.map((name) => `  ${String(exitTable[name][0]).padStart(3)}  ${exitTable[name][1]}`).join('\n');
}
