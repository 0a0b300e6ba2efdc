// The five reasons, and no others, why a submission is refused before its receipt.
import type { Finding } from '../../tracks/check.ts';
import type { ProblemFinding } from '../problems.ts';

export const refusalCodes = ['manifest', 'untouched-template', 'schema', 'identifier', 'secret'] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export type RefusalFinding = ProblemFinding & { code: RefusalCode };

const manifestCodes = new Set(['missingFile', 'fileTooLarge', 'notText']);

/** Puts what a track's check refuses under its reason; whatever only that check knows of is the deliverable's schema. */
export function refusalOf({ code, message, path, line }: Finding): RefusalFinding {
  return {
    code: reasonOf(code),
    message,
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
  };
}

function reasonOf(code: string): RefusalCode {
  if (code === 'secret') return 'secret';
  if (code === 'untouchedTemplate') return 'untouched-template';
  return manifestCodes.has(code) ? 'manifest' : 'schema';
}
