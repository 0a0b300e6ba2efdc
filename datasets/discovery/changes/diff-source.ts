// Tells what a change of the source did to a policy.
import { stat } from 'node:fs/promises';
import type { Engine } from '../../engines/engine.ts';
import type { Hierarchies } from '../../policy/hierarchy-file.ts';
import type { ParsedPolicy } from '../../policy/parse-policy.ts';
import { sourceColumnsOf } from '../../policy/source-columns.ts';
import { openSource } from '../../sources/open-source.ts';
import type { Source } from '../../sources/source.ts';
import type { SourceSchema } from '../../sources/source-schema.ts';
import { assertDeclaredKeysStayUnique, assertKeysStayUnique } from '../../transforms/assert-uniqueness.ts';
import { compileTables } from '../../transforms/compile-tables.ts';
import { tableFiles } from '../files/table-endings.ts';
import { judgeSource } from '../judgement/judge-source.ts';
import { profileSource } from '../profile/profile-source.ts';
import { compareSchemas } from './compare-schemas.ts';
import { type ColumnIdea, inOrder, type PolicyChange } from './policy-change.ts';
import type { RecordedSchema } from './recorded-schema.ts';
import { refusalOf, trySource } from './try-source.ts';

export type DiffOptions = {
  engine: Engine;
  parsed: ParsedPolicy;
  hierarchies: Hierarchies;
  recorded: RecordedSchema | undefined;
  source: string;
  workDir: string;
  signal?: AbortSignal | undefined;
  onTable: (table: string, rows: number, total: number) => void;
};

export type SourceDiff = { changes: PolicyChange[]; schema: SourceSchema; otherFiles: string[] };

/** Values of a new column that are looked at: an idea of it, not a proposal. */
const looks = 400;

export async function diffSource(options: DiffOptions): Promise<SourceDiff> {
  const { engine, parsed, hierarchies, recorded, workDir, signal } = options;
  const { policy, refuse } = parsed;
  const needed = sourceColumnsOf(policy, refuse);
  await using source = await openSource(options.source, policy.source, { engine, refuse, workDir, signal });
  const schema = await source.describe();
  const changes = compareSchemas({ policy, needed, schema, recorded });
  const otherFiles = await otherFilesIn(options);
  const lacking = new Set(changes.filter(({ stops }) => stops).map(({ table }) => table));
  const whole = [...needed.keys()].filter((table) => !lacking.has(table));
  changes.push(
    ...otherFiles.filter((file) => !recorded?.otherFiles.includes(file)).map(newFile),
    ...(await trySource({
      engine,
      source,
      policy,
      needed,
      whole,
      onTable: (table, rows) => options.onTable(table, rows, whole.length),
    })),
  );
  const refused = await refusalOf(async () => {
    const tables = compileTables(policy, needed, refuse, hierarchies);
    assertKeysStayUnique({ policy, tables, refuse });
    assertDeclaredKeysStayUnique({ policy, tables, refuse }, schema);
  });
  if (refused !== undefined) changes.push({ kind: 'refused', table: '', column: null, detail: refused, stops: true });
  const ideas = await ideasOf(engine, source, schema, changes);
  return {
    changes: inOrder(changes).map((change) => {
      const idea = change.kind === 'column-new' ? ideas.get(`${change.table}.${change.column}`) : undefined;
      return idea ? { ...change, idea } : change;
    }),
    schema,
    otherFiles,
  };
}

/** Files that lie in a folder of CSV and that no table of the policy is read from. */
async function otherFilesIn({ parsed: { policy }, source }: DiffOptions): Promise<string[]> {
  const { csv } = policy.source;
  const isFolder = await stat(source).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!csv || !isFolder) return [];
  const read = Object.values(csv.files).map(({ file }) => file);
  return (await tableFiles(source)).filter((file) => !read.includes(file));
}

const newFile = (file: string): PolicyChange => ({
  kind: 'table-new',
  table: file,
  column: null,
  detail: 'a file that the policy does not name: nothing of it leaves',
  stops: false,
});

async function ideasOf(
  engine: Engine,
  source: Source,
  { tables }: SourceSchema,
  changes: readonly PolicyChange[],
): Promise<Map<string, ColumnIdea>> {
  const isNew = (table: string, column: string) =>
    changes.some((each) => each.kind === 'column-new' && each.table === table && each.column === column);
  const grown = tables
    .map((table) => ({ ...table, columns: table.columns.filter(({ name }) => isNew(table.name, name)) }))
    .filter(({ columns }) => columns.length > 0);
  const nameOf = (table: string) => `new columns of ${table}`;
  const profile = await profileSource(source, grown, { engine, sampleSize: looks, onTable: () => {}, nameOf });
  return new Map(
    judgeSource(profile.columns, new Map(), []).map(
      ({ profile: { table, column }, role, entity, confidence, reasons }) => [
        `${table}.${column.name}`,
        { role, entity, confidence, reasons },
      ],
    ),
  );
}
