// Reads the extracts that are registered in a programme.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type IdentifierSet, parseIdentifierSet } from '../../datasets/identifiers/identifier-set.ts';
import { ExtractManifest, type ManifestTable } from '../../datasets/seal/manifest.ts';
import { Problem } from '../problems.ts';
import type { Id, ProgrammeId } from '../store/ids.ts';
import { type PageQuery, pageToken, parsePageToken } from '../store/page-token.ts';
import type { NoTables, Store } from '../store/store.ts';

export type ExtractId = Id<'extract'>;

export type RegisteredExtract = {
  extractId: ExtractId;
  /** `sha256:…` of the manifest's exact bytes. */
  digest: string;
  useCase: string;
  registeredAt: Date;
  manifest: ExtractManifest;
  /** Whether checks can hold work against an answer key; what is in it, no route tells. */
  hasAnswerKey: boolean;
};

type Row = Omit<RegisteredExtract, 'manifest'> & { manifest: string };

const columns = sql`id as "extractId", digest, use_case as "useCase", registered_at as "registeredAt", manifest,
  exists (select 1 from answer_key where answer_key.extract_id = extract.id) as "hasAnswerKey"`;

/** The extract of this digest in the programme. */
export async function findExtractByDigest(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  digest: string,
): Promise<RegisteredExtract | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from extract where programme_id = ${programmeId} and digest = ${digest}`.execute(db);
  return rows[0] && read(rows[0]);
}

/** As `findExtractByDigest`. Throws `not-found`. */
export async function getExtractByDigest(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  digest: string,
): Promise<RegisteredExtract> {
  const found = await findExtractByDigest(db, programmeId, digest);
  if (found) return found;
  throw new Problem(
    'not-found',
    `No extract ${digest} is registered here: publish it first (practicum extract publish DIR).`,
  );
}

/** Throws `not-found`. */
export async function getExtract(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  extractId: string,
): Promise<RegisteredExtract> {
  const { rows } = await sql<Row>`
    select ${columns} from extract where programme_id = ${programmeId} and id = ${extractId}`.execute(db);
  if (rows[0]) return read(rows[0]);
  throw new Problem('not-found', `There is no extract ${extractId}.`);
}

/** Newest first. */
export async function listExtracts(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  page: PageQuery,
): Promise<{ items: RegisteredExtract[]; nextPageToken?: string }> {
  const [at, id] = parsePageToken(page.pageToken, z.tuple([z.iso.datetime(), z.string()])) ?? ['infinity', ''];
  const { rows } = await sql<Row>`
    select ${columns} from extract
    where programme_id = ${programmeId} and (registered_at, id) < (${at}::timestamptz, ${id})
    order by registered_at desc, id desc limit ${page.pageSize + 1}`.execute(db);
  const items = rows.slice(0, page.pageSize).map(read);
  const last = items.at(-1);
  if (rows.length <= items.length || !last) return { items };
  return { items, nextPageToken: pageToken([last.registeredAt.toISOString(), last.extractId]) };
}

/** What recognises identifiers of the extract's source. Never to leave the server. Throws `not-found`. */
export async function getIdentifierSet(store: Store, digest: string): Promise<IdentifierSet> {
  const { rows } = await sql<{ identifiers: string }>`
    select identifiers from extract where digest = ${digest} order by registered_at limit 1`.execute(store.db);
  if (!rows[0]) throw new Problem('not-found', `No extract ${digest} is registered here.`);
  return parseIdentifierSet(rows[0].identifiers);
}

/** What the people of an extract's programme see of its tables. */
export function tablesOf(
  extract: RegisteredExtract,
): { name: string; rows: number; columns: { name: string; type: string }[] }[] {
  return extract.manifest.tables.map(({ name, rows, columns: list }: ManifestTable) => ({
    name,
    rows,
    columns: list.map((column) => ({ name: column.name, type: column.type })),
  }));
}

function read(row: Row): RegisteredExtract {
  return { ...row, manifest: ExtractManifest.parse(JSON.parse(row.manifest)) };
}
