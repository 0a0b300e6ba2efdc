// The schema of a source as it was seen when its policy was proposed, kept beside the policy: names and types, no rows.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { ExtractError } from '../../extract-error.ts';
import type { SourceSchema } from '../../sources/source-schema.ts';

const names = z.array(z.string());

export const RecordedSchema = z.strictObject({
  format: z.literal('practicum-source-schema/1'),
  /** Files that lay in the folder and that the policy does not name. */
  otherFiles: names,
  tables: z.record(
    z.string(),
    z.strictObject({
      columns: z.record(
        z.string(),
        z.strictObject({ type: z.string(), nullable: z.boolean(), enumValues: names.optional() }),
      ),
      primaryKey: names,
      uniqueKeys: z.array(names),
      foreignKeys: z.array(z.strictObject({ columns: names, parent: z.string(), parentColumns: names })),
    }),
  ),
});
export type RecordedSchema = z.infer<typeof RecordedSchema>;
export type RecordedTable = RecordedSchema['tables'][string];

export function toRecorded({ tables }: SourceSchema, otherFiles: readonly string[] = []): RecordedSchema {
  return {
    format: 'practicum-source-schema/1',
    otherFiles: [...otherFiles],
    tables: Object.fromEntries(
      tables.map(({ name, columns, primaryKey, uniqueKeys, foreignKeys }) => [
        name,
        {
          columns: Object.fromEntries(
            columns.map(({ name: column, nativeType, nullable, enumValues }) => [
              column,
              { type: nativeType, nullable, ...(enumValues ? { enumValues: [...enumValues] } : {}) },
            ]),
          ),
          primaryKey: [...primaryKey],
          uniqueKeys: uniqueKeys.map((key) => [...key]),
          foreignKeys: foreignKeys.map(({ columns: from, parent, parentColumns }) => ({
            columns: [...from],
            parent,
            parentColumns: [...parentColumns],
          })),
        },
      ]),
    ),
  };
}

const fileOf = (policyPath: string) => `${policyPath}.schema.json`;

export async function writeRecordedSchema(
  policyPath: string,
  schema: SourceSchema,
  otherFiles: readonly string[],
): Promise<void> {
  await writeFile(fileOf(policyPath), `${JSON.stringify(toRecorded(schema, otherFiles), null, 2)}\n`);
}

/** Undefined where none was recorded. Throws ExtractError `bad-policy` for a file that is none. */
export async function readRecordedSchema(policyPath: string): Promise<RecordedSchema | undefined> {
  const file = fileOf(policyPath);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ExtractError('bad-policy', `${basename(file)}: expected to read it, got ${error.code}`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return RecordedSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExtractError(
      'bad-policy',
      `${basename(file)}: expected a practicum-source-schema/1, got something else; remove the file or record the schema again (practicum extract diff --record)`,
      { cause },
    );
  }
}
