// A whole proposal, before it is written.
import type { GeneralizationHierarchy } from '../../policy/generalization-hierarchy.ts';
import type { SourceDeclaration } from '../../policy/source-declaration.ts';
import type { LeftOut } from '../files/find-csv-dialect.ts';
import type { ChosenSubject } from '../structure/choose-subject.ts';
import type { TableKey } from '../structure/find-keys.ts';
import type { Ownership } from '../structure/find-ownership.ts';
import type { FoundRelation } from '../structure/find-relations.ts';
import type { ProposedIdentifier } from './propose-identifiers.ts';
import type { ColumnProposal } from './proposed-column.ts';

export type Proposal = {
  name: string;
  useCase: string;
  /** As found: encoding, delimiter, what is unsure. */
  remarks: readonly string[];
  leftOut: readonly LeftOut[];
  sampleSize: number;
  source: Partial<SourceDeclaration>;
  subject: ChosenSubject;
  shiftWeeks: number;
  tables: readonly { name: string; rows: number; key: TableKey; columns: readonly ColumnProposal[] }[];
  relations: readonly FoundRelation[];
  ownership: Ownership;
  quasiIdentifiers: readonly string[];
  /** By quasi-identifier. */
  hierarchies: Readonly<Record<string, GeneralizationHierarchy>>;
  sensitive: readonly string[];
  identifiers: readonly ProposedIdentifier[];
};
