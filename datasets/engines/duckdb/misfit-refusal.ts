// Tells that values of a column are not of its declared type: how many, where the first is, never what it says.
import { ExtractError } from '../../extract-error.ts';
import type { Cell } from '../engine.ts';

export const misfitRefusal = (
  { label }: { label: string },
  column: string,
  { expected, misfits, first }: { expected: string; misfits: number; first: Cell | undefined },
): ExtractError =>
  new ExtractError(
    'bad-source',
    `${label}, column ${column}: expected ${expected}, got ${misfits} values that are not, the first in record ${first}; declare its real type or format in the policy, or what stands for null`,
  );
