// One-time sign-in links: made for a person, spent once for a token.
import { sql } from 'kysely';
import { type AuditEntry, appendAudit } from '../audit/audit-log.ts';
import { Problem } from '../problems.ts';
import type { PersonId, ProgrammeId } from '../store/ids.ts';
import { sha256Hex } from '../store/json.ts';
import type { Store } from '../store/store.ts';
import { createToken, type HandedOut, newSecret, type TokenKind } from './access-tokens.ts';
import { findPersonByEmail } from './find-person.ts';

/** Who does something, in which programme: a person, or a part of the system. */
export type Doer = Pick<AuditEntry, 'programmeId' | 'actor'>;

/** Made in answer to a request, or printed by the start, where a person may come to it later. */
const linkMinutes = { request: 30, start: 24 * 60 } as const;

/** Throws `not-found` when the programme has nobody with this address. */
export async function createSignInLink(
  store: Store,
  by: Doer,
  link: { email: string; madeBy: keyof typeof linkMinutes },
): Promise<HandedOut> {
  const secret = newSecret('prl');
  return store.transact(async (tx) => {
    const person = await findPersonByEmail(tx, by.programmeId, link.email);
    if (!person) throw new Problem('not-found', `Nobody here has the address ${link.email}: add the person first.`);
    const { rows } = await sql<{ expiresAt: Date }>`
      with now as materialized (select clock_now() as at)
      insert into sign_in_link (link_sha256, person_id, created_at, expires_at)
      select ${sha256Hex(secret)}, ${person.personId}, at, at + make_interval(mins => ${linkMinutes[link.madeBy]}) from now
      returning expires_at as "expiresAt"`.execute(tx);
    const row = rows[0];
    if (!row) throw new Error('the store returned no row for a new sign-in link');
    await appendAudit(tx, { ...by, action: 'sign-in-link.created', subject: person.personId });
    return { secret, expiresAt: row.expiresAt };
  });
}

/** Throws `link-spent` for a link that is unknown, was used before or has expired: a guesser learns nothing more. */
export async function spendSignInLink(
  store: Store,
  secret: string,
  kind: TokenKind,
): Promise<HandedOut & { personId: PersonId; programmeId: ProgrammeId }> {
  return store.transact(async (tx) => {
    const { rows } = await sql<{ personId: PersonId; programmeId: ProgrammeId }>`
      with now as materialized (select clock_now() as at)
      update sign_in_link l set spent_at = now.at from now, person p
      where l.link_sha256 = ${sha256Hex(secret)} and l.spent_at is null and l.expires_at > now.at and p.id = l.person_id
      returning p.id as "personId", p.programme_id as "programmeId"`.execute(tx);
    const spent = rows[0];
    if (!spent) {
      throw new Problem('link-spent', 'A sign-in link works once and for a limited time: ask an owner for a new one.');
    }
    const token = await createToken(tx, { personId: spent.personId, kind });
    await appendAudit(tx, {
      programmeId: spent.programmeId,
      actor: spent.personId,
      action: 'person.signed-in',
      subject: spent.personId,
      detail: { kind },
    });
    return { ...token, ...spent };
  });
}
