// The extract policy as a data steward writes it: what leaves the source, table by table, column by column.
import { z } from 'zod';
import { PlantDeclaration, WithholdDeclaration } from './answers-declaration.ts';
import { ColumnRule } from './column-rule.ts';
import { DatasheetDeclaration } from './datasheet-declaration.ts';
import { FidelityDeclaration } from './fidelity-declaration.ts';
import { name, tableName } from './names.ts';
import { IdentifierDeclaration, PrivacyDeclaration } from './privacy-declaration.ts';
import { SourceDeclaration } from './source-declaration.ts';
import { RelationDeclaration, SubjectDeclaration } from './subset-declaration.ts';
import { ViewDeclaration } from './view-declaration.ts';

const PolicyTable = z.strictObject({
  key: z.array(name).min(1),
  /** By output name. A source column that is not named here does not leave the source. */
  columns: z.record(name, ColumnRule),
});

export const ExtractPolicy = z.strictObject({
  schema: z.literal('practicum/extract-policy/1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lowercase letters, digits and hyphens'),
  useCase: name,
  description: z.string().optional(),
  datasheet: DatasheetDeclaration.default({}),
  source: SourceDeclaration,
  subject: SubjectDeclaration,
  tables: z.record(tableName, PolicyTable),
  relations: z.array(RelationDeclaration),
  privacy: PrivacyDeclaration,
  identifiers: z.union([z.literal('none'), z.array(IdentifierDeclaration).min(1)]),
  fidelity: FidelityDeclaration,
  /** Neither leaves with the extract: `plant` is cut out of the sealed policy. */
  withhold: z.array(WithholdDeclaration).default([]),
  plant: z.array(PlantDeclaration).default([]),
  /** By name, mostly of a track: the same subjects under the same pseudonyms, seen otherwise. */
  views: z.record(name, ViewDeclaration).default({}),
});
export type ExtractPolicy = z.infer<typeof ExtractPolicy>;
