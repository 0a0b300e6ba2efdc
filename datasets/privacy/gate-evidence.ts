// What the gate has measured, for its report: more than its checks say, and no value of the source.
import type { RiskName } from '../policy/privacy-declaration.ts';
import type { RedactionFigures } from '../transforms/redact-recall.ts';
import type { ControlResult } from './canaries/control-tables.ts';
import type { AttackReport } from './gate-attacks.ts';
import type { ModelFigure } from './gate-models.ts';
import type { LeakScan } from './leak-scan.ts';
import type { ReidentificationRisks } from './models/reidentification-risks.ts';

/** Null where nothing was asked for, or where it could not be computed: the check of that name says which. */
export type GateEvidence = {
  bounds: Record<RiskName, number>;
  scan: LeakScan | null;
  control: ControlResult | null;
  /** Of every redacted column. */
  redactions: readonly RedactionFigures[];
  /** Ascending. */
  classSizes: number[] | null;
  diversity: ModelFigure[];
  closeness: ModelFigure[];
  /** Shares at risk are above the bound of the prosecutor. */
  risks: ReidentificationRisks | null;
  attacks: AttackReport[];
};

export const emptyEvidence = (bounds: GateEvidence['bounds']): GateEvidence => ({
  bounds,
  scan: null,
  control: null,
  redactions: [],
  classSizes: null,
  diversity: [],
  closeness: [],
  risks: null,
  attacks: [],
});
