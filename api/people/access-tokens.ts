// Bearer tokens: handed out once, kept as SHA-256, resolved to the actor behind a request.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { newId, type PersonId, type ProgrammeId } from '../store/ids.ts';
import { sha256Hex } from '../store/json.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Role } from './permissions.ts';
import type { Actor } from './route-access.ts';

const tokenHours = { session: 12, cli: 30 * 24 } as const;
export type TokenKind = keyof typeof tokenHours;

export type HandedOut = { secret: string; expiresAt: Date };

/** 256 random bits behind a prefix, by which a leaked one is recognised. */
export function newSecret(prefix: 'prt' | 'prl'): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** A session lasts 12 hours, a CLI's token 30 days; the secret cannot be read again. */
export async function createToken(tx: Tx, token: { personId: PersonId; kind: TokenKind }): Promise<HandedOut> {
  const secret = newSecret('prt');
  const { rows } = await sql<{ expiresAt: Date }>`
    with now as materialized (select clock_now() as at)
    insert into access_token (id, token_sha256, person_id, kind, created_at, expires_at)
    select ${newId('token')}, ${sha256Hex(secret)}, ${token.personId}, ${token.kind}, at,
           at + make_interval(hours => ${tokenHours[token.kind]}) from now
    returning expires_at as "expiresAt"`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error('the store returned no row for a new token');
  return { secret, expiresAt: row.expiresAt };
}

/** Who holds this token now, with the roles held now; undefined for a token that is unknown, ended or expired. */
export async function findActor(store: Store, secret: string): Promise<Actor | undefined> {
  const { rows } = await sql<{ personId: PersonId; programmeId: ProgrammeId; roles: Role[] }>`
    with now as materialized (select clock_now() as at)
    select p.id as "personId", p.programme_id as "programmeId",
           coalesce(json_agg(g.role order by g.role) filter (where g.role is not null), '[]') as roles
    from now
    join access_token t on t.token_sha256 = ${sha256Hex(secret)} and t.ended_at is null and t.expires_at > now.at
    join person p on p.id = t.person_id
    left join role_grant g on g.person_id = p.id and g.valid_from <= now.at and (g.valid_to is null or g.valid_to > now.at)
    group by p.id, p.programme_id`.execute(store.db);
  return rows[0];
}

/** Ends a token now; an unknown or ended one stays as it is. */
export async function endToken(tx: Tx, secret: string): Promise<void> {
  await sql`
    update access_token set ended_at = clock_now()
    where token_sha256 = ${sha256Hex(secret)} and ended_at is null`.execute(tx);
}
