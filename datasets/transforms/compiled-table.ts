// What a policy's table has become: expressions over the source row, by the names under which columns leave.
import type { ValueType } from '../engines/expression.ts';
import type { TransformedColumn } from './transform.ts';

export type CompiledColumn = TransformedColumn & { output: string; source: string; sourceType: ValueType };

export type CompiledTable = {
  name: string;
  /** Source columns of the key. */
  key: readonly string[];
  /** Output columns that carry the whole key so that rows stay apart; empty where they do not. */
  outputKey: readonly string[];
  columns: readonly CompiledColumn[];
};

/** Whether equal values stay equal with different values different, so that rows can still be joined by it. */
export const carriesKey = ({ preserves }: Pick<CompiledColumn, 'preserves'>): boolean => preserves === 'unique';
