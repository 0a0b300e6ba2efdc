// A column as whole numbers: what algorithms outside the engine count, compare and hash instead of values.
import type { Cell } from './cell.ts';

/** `values[codes[i]]` is the value of row i. Codes follow the order of the values (texts by code point); null, if any, comes last. */
export type CodedColumn = { readonly codes: Int32Array; readonly values: readonly Cell[] };
