// Makes branded, prefixed identifiers: sbx_… for a sandbox, sub_… for a submission.
import { randomBytes } from 'node:crypto';

const prefixes = {
  programme: 'prg',
  useCase: 'use',
  extract: 'ext',
  person: 'per',
  token: 'tok',
  cohort: 'coh',
  seat: 'sea',
  sandbox: 'sbx',
  operation: 'opr',
  submission: 'sub',
  round: 'rnd',
  lease: 'lea',
  decision: 'dec',
  audit: 'aud',
  installation: 'ins',
} as const;

export type IdKind = keyof typeof prefixes;
export type Id<Kind extends IdKind> = string & { readonly kind: Kind };

export type ProgrammeId = Id<'programme'>;
export type PersonId = Id<'person'>;
export type SandboxId = Id<'sandbox'>;
export type CohortId = Id<'cohort'>;
export type SeatId = Id<'seat'>;

// Crockford's base 32 in lower case: no letter that is read as a digit.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new identifier with 100 random bits, such as `sbx_7k2m…` (prefix, underscore, 20 characters). */
export function newId<Kind extends IdKind>(kind: Kind): Id<Kind> {
  let text = '';
  for (const byte of randomBytes(20)) text += alphabet[byte & 31];
  return `${prefixes[kind]}_${text}` as Id<Kind>;
}

/** The pattern of one kind of identifier, for schemas and labels. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${prefixes[kind]}_[${alphabet}]{20}$`);
}

/** Narrows text from outside to an identifier of one kind, or undefined when it is none. */
export function findId<Kind extends IdKind>(kind: Kind, text: string): Id<Kind> | undefined {
  return idPattern(kind).test(text) ? (text as Id<Kind>) : undefined;
}
