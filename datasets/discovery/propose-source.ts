// Looks at a source without a policy and proposes one.
import type { Engine } from '../engines/engine.ts';
import type { SourceSchema } from '../sources/source-schema.ts';
import { openUndeclared } from './files/open-undeclared.ts';
import { profileSource } from './profile/profile-source.ts';
import { buildProposal } from './proposal/build-proposal.ts';
import { type ProposedColumn, toProposedColumn } from './proposal/proposed-column.ts';
import { writeProposal } from './proposal/write-proposal.ts';

export type ProposeOptions = {
  engine: Engine;
  source: string;
  workDir: string;
  name: string;
  useCase: string;
  sampleSize: number;
  schema?: string | undefined;
  signal?: AbortSignal | undefined;
  onProgress: (progress: {
    stage: 'read' | 'judge';
    table?: string;
    rows?: number;
    done: number;
    total: number;
  }) => void;
};

export type PolicyProposal = {
  /** YAML, as `parsePolicy` reads it. */
  policy: string;
  columns: ProposedColumn[];
  subject: { table: string; reason: string };
  relations: {
    child: string;
    columns: readonly string[];
    parent: string;
    parentColumns: readonly string[];
    reference: boolean;
    confidence: number;
    reason: string;
  }[];
  /** How the source was found to be written; whether anything of it is a guess. */
  found: { remarks: readonly string[]; sure: boolean };
  leftOut: readonly { place: string; reason: string }[];
  /** What the source said of itself when it was looked at. */
  schema: SourceSchema;
};

/** Throws ExtractError `bad-source` where there is nothing to propose for. */
export async function proposeSource(options: ProposeOptions): Promise<PolicyProposal> {
  const { engine, source: place, onProgress } = options;
  const opened = await openUndeclared(place, options);
  await using source = opened.source;
  const schema = await source.describe();
  const total = schema.tables.length + 1;
  let done = 0;
  const profile = await profileSource(source, schema.tables, {
    engine,
    sampleSize: options.sampleSize,
    onTable: (table, rows) => onProgress({ stage: 'read', table, rows, done: ++done, total }),
  });
  const proposal = await buildProposal({ ...options, opened, schema, profile });
  onProgress({ stage: 'judge', done: total, total });
  return {
    policy: writeProposal(proposal),
    columns: proposal.tables.flatMap(({ columns }) => columns.map(toProposedColumn)),
    subject: { table: proposal.subject.table, reason: proposal.subject.reason },
    relations: proposal.relations.map((relation) => ({
      child: relation.child,
      columns: relation.columns,
      parent: relation.parent,
      parentColumns: relation.parentColumns,
      reference: proposal.ownership.references.has(relation),
      confidence: relation.confidence,
      reason: relation.reason,
    })),
    found: { remarks: opened.remarks, sure: opened.sure },
    leftOut: proposal.leftOut,
    schema,
  };
}
