// What a policy promises about re-identification: the tier with its bounds, the models, and what names a person directly.
import { z } from 'zod';
import { identifierClasses } from '../identifiers/identifier-set.ts';
import { GeneralizationHierarchy } from './generalization-hierarchy.ts';
import { columnPath, name } from './names.ts';

/** An attribute that nobody should learn of somebody from their class alone. At least one of `l` and `t`. */
export const SensitiveAttribute = z.strictObject({
  /** An output column, as table.column. */
  column: columnPath,
  l: z.number().min(1).optional(),
  /** How `l` is counted; recursive needs `c`. */
  diversity: z.enum(['distinct', 'entropy', 'recursive']).default('distinct'),
  c: z.number().positive().optional(),
  t: z.number().positive().max(1).optional(),
  /** Whether its distance is measured over the order of its values or as equal steps. */
  ordered: z.boolean().default(false),
});
export type SensitiveAttribute = z.infer<typeof SensitiveAttribute>;

export const riskNames = ['prosecutor', 'journalist', 'marketer', 'singlingOut', 'linkability', 'inference'] as const;
export type RiskName = (typeof riskNames)[number];

export const PrivacyDeclaration = z.strictObject({
  tier: z.enum(['internal', 'default', 'external']),
  k: z.int().min(2).optional(),
  /** Output columns, as table.column; `none` says that there are none. */
  quasiIdentifiers: z.union([z.literal('none'), z.array(columnPath).min(1)]),
  /** `none` says that there are none. */
  sensitive: z.union([z.literal('none'), z.array(SensitiveAttribute).min(1)]),
  /**
   * How k, l and t are reached. `declared`: columns leave as their own rules say, and subjects in classes that do not hold are left
   * out. `fullDomain`: every quasi-identifier on the level of its hierarchy with which least is lost. `multidimensional`: each class
   * on levels of its own; quasi-identifiers of other tables than the subject's as in `fullDomain`.
   */
  method: z.enum(['declared', 'fullDomain', 'multidimensional']).default('declared'),
  /** By quasi-identifier. One without is shown as its rule says, or not at all. */
  hierarchies: z.record(columnPath, GeneralizationHierarchy).default({}),
  /** Largest share of the chosen subjects that may be left out to reach k, l and t. */
  suppression: z.number().min(0).max(0.5).default(0),
  /** Bounds between 0 and 1 that replace those of the tier. */
  risks: z.partialRecord(z.enum(riskNames), z.number().min(0).max(1)).default({}),
});
export type PrivacyDeclaration = z.infer<typeof PrivacyDeclaration>;

export const IdentifierDeclaration = z.strictObject({
  name,
  /** One column, or several whose values form one identifier together (first and last name). */
  columns: z.array(columnPath).min(1),
  class: z.enum(identifierClasses),
  context: z.array(name).default([]),
  minimumEntropyBits: z.number().positive().default(48),
  /** Columns of the same table that, with this identifier in one row, give a person away even without context. */
  tuple: z.array(columnPath).min(1).optional(),
});
export type Identifier = z.infer<typeof IdentifierDeclaration>;
