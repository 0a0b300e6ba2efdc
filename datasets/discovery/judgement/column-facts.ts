// All that a judgement of one column rests on.
import type { ColumnProfile } from '../profile/column-profile.ts';
import type { ValueMeasures } from './measure-values.ts';

export type ColumnFacts = {
  profile: ColumnProfile;
  measures: ValueMeasures;
  /** Whether it is a table's key, part of one, or points at one. */
  key: 'whole' | 'part' | 'foreign' | null;
  /** Whether its table is about people: by its name, or by columns that are sure to identify. */
  isAboutPeople: boolean;
};

/** Share of the filled rows that have a value of their own. */
export const distinctShare = ({ distinct, filled }: ColumnProfile): number => (filled === 0 ? 0 : distinct / filled);
