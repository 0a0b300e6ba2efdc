// How a fault in a policy becomes an error that names its place.
import type { ExtractError } from '../extract-error.ts';

/** Builds the error for one part of the policy: `berka.yaml, line 12, tables.account.key: expected …, got …`. */
export type RefusePolicy = (path: readonly PropertyKey[], sentence: string) => ExtractError;
