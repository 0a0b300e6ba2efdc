// What discovery says of a column.
import type { EntityType } from '../../identifiers/recognizers/entity-types.ts';

export const columnRoles = ['directIdentifier', 'quasiIdentifier', 'sensitive', 'key', 'freeText', 'plain'] as const;
export type ColumnRole = (typeof columnRoles)[number];

export type Judgement = {
  role: ColumnRole;
  /** Null where the values are of no kind that has a name. */
  entity: EntityType | null;
  /** What the column tells of a person beside an entity. */
  trait: Trait | null;
  /** Between 0 and 1. */
  confidence: number;
  /** In plain words; never a value of the source. */
  reasons: readonly string[];
};

export const traits = [
  'sex',
  'birthYear',
  'maritalStatus',
  'education',
  'occupation',
  'household',
  'ethnicity',
  'religion',
  'politics',
  'health',
  'orientation',
  'crime',
  'income',
  'secret',
  'coordinate',
  'note',
  'picture',
  /** A birth number: sex and birth date in digits. */
  'birthNumber',
] as const;
export type Trait = (typeof traits)[number];

export const sensitiveTraits: ReadonlySet<Trait> = new Set([
  'ethnicity',
  'religion',
  'politics',
  'health',
  'orientation',
  'crime',
  'income',
  'secret',
]);
export const quasiTraits: ReadonlySet<Trait> = new Set([
  'sex',
  'birthYear',
  'maritalStatus',
  'education',
  'occupation',
  'household',
  'coordinate',
]);
