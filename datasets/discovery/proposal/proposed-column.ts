// What is proposed for one column: a published shape (`extract propose --json`).
import type { EntityType } from '../../identifiers/recognizers/entity-types.ts';
import type { ColumnRule } from '../../policy/column-rule.ts';
import type { JudgedColumn } from '../judgement/judge-source.ts';
import type { ColumnRole } from '../judgement/roles.ts';

export type ProposedColumn = {
  table: string;
  column: string;
  /** As the policy declares it. */
  type: string;
  entity: EntityType | null;
  role: ColumnRole;
  /** The word of the policy: keep, drop, pseudonymize … */
  rule: string;
  /** Between 0 and 1. */
  confidence: number;
  /** In plain words, without a value of the source. */
  reasons: readonly string[];
};

/** A rule as it stands in the policy, under the name of its output. */
export type RuleEntry = { output: string; rule: WrittenRule };
export type WrittenRule = 'keep' | 'drop' | Partial<ColumnRule>;

export type ColumnProposal = {
  judged: JudgedColumn;
  type: ColumnRule['type'];
  entries: readonly RuleEntry[];
  /** Why this rule, beside why this kind. */
  reasons: readonly string[];
};

export const isDropped = ({ entries }: ColumnProposal): boolean => entries.every(({ rule }) => rule === 'drop');

export function ruleWord({ entries }: ColumnProposal): string {
  const words = entries.map(({ rule }) =>
    typeof rule === 'string' ? rule : Object.keys(rule).find((key) => !['from', 'type', 'format'].includes(key)),
  );
  return words.find((word) => word !== 'drop') ?? 'drop';
}

export const toProposedColumn = (proposal: ColumnProposal): ProposedColumn => ({
  table: proposal.judged.profile.table,
  column: proposal.judged.profile.column.name,
  type: proposal.type,
  entity: proposal.judged.entity,
  role: proposal.judged.role,
  rule: ruleWord(proposal),
  confidence: proposal.judged.confidence,
  reasons: [...proposal.judged.reasons, ...proposal.reasons],
});
