// What can have changed between a policy and its source: a published shape (`extract diff --json`).
import type { EntityType } from '../../identifiers/recognizers/entity-types.ts';
import type { ColumnRole } from '../judgement/roles.ts';

export const changeKinds = [
  'table-new',
  'table-gone',
  'column-new',
  'column-gone',
  'type-changed',
  'nullability-changed',
  'enum-values-new',
  'enum-values-gone',
  'key-not-unique',
  'key-undeclared',
  'key-new',
  'relation-new',
  'relation-gone',
  'relation-broken',
  'unreadable',
  'refused',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What a new column is taken for. */
export type ColumnIdea = {
  role: ColumnRole;
  entity: EntityType | null;
  confidence: number;
  reasons: readonly string[];
};

export type PolicyChange = {
  kind: ChangeKind;
  table: string;
  /** Null where the whole table is meant. */
  column: string | null;
  /** In plain words, without a value of the source. */
  detail: string;
  /** Whether a run would be refused because of it. */
  stops: boolean;
  idea?: ColumnIdea;
};

/** By table, column and kind: the same at every run. */
export const inOrder = (changes: readonly PolicyChange[]): PolicyChange[] =>
  [...changes].sort(
    (a, b) =>
      compare(a.table, b.table) ||
      compare(a.column ?? '', b.column ?? '') ||
      changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
      compare(a.detail, b.detail),
  );

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
