// The outbox: earlier rooms record what happened, later rooms are told without being called.
import { sql } from 'kysely';
import type { ProgrammeId } from './ids.ts';
import { type JsonObject, jsonb } from './json.ts';
import type { Store, Tx } from './store.ts';

export type DomainEvent = {
  programmeId: ProgrammeId;
  /** Such as `submission.sealed`: the thing, a dot, what happened to it. */
  type: string;
  /** The identifier of what it happened to. */
  subject: string;
  data: JsonObject;
};

export type RecordedEvent = DomainEvent & { seq: number; at: Date };

type Witness = (tx: Tx, event: RecordedEvent) => Promise<void>;

export class Outbox {
  readonly #witnesses = new Map<string, Witness[]>();

  /** A later room's part in the same transaction: what it writes is there exactly when the event is. Registered at composition. */
  witness(type: string, witness: Witness): void {
    this.#witnesses.set(type, [...(this.#witnesses.get(type) ?? []), witness]);
  }

  /** Records an event in the transaction of what caused it. */
  async append(tx: Tx, event: DomainEvent): Promise<RecordedEvent> {
    const written = await sql<{ seq: number; at: Date }>`
      insert into outbox_event (at, programme_id, type, subject, data)
      values (clock_now(), ${event.programmeId}, ${event.type}, ${event.subject}, ${jsonb(event.data)})
      returning seq, at`.execute(tx);
    const row = written.rows[0];
    if (!row) throw new Error('the outbox returned no row for its insert');
    const recorded = { ...event, ...row };
    for (const witness of this.#witnesses.get(event.type) ?? []) await witness(tx, recorded);
    return recorded;
  }
}

/** Where a reader stands: transaction, then sequence. `0-0` is the beginning. */
export type EventCursor = `${number}-${number}`;

/** `cursor` is where a reader stands who has read up to this event. */
export type ReadEvent = RecordedEvent & { cursor: EventCursor };

/**
 * Events of one programme after `cursor`, oldest first, at most `limit`. An event is held back while an older transaction is
 * still open, so that a reader who moves its cursor never passes one that commits late.
 */
export async function readEvents(
  store: Store,
  query: { programmeId: ProgrammeId; after: EventCursor; limit: number },
): Promise<{ events: ReadEvent[]; cursor: EventCursor }> {
  const [xid = 0, seq = 0] = query.after.split('-').map(Number);
  const { rows } = await sql<RecordedEvent & { xid: number; programmeId: ProgrammeId }>`
    select seq, xid, at, programme_id as "programmeId", type, subject, data from outbox_event
    where programme_id = ${query.programmeId} and (xid, seq) > (${xid}, ${seq})
      and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by outbox_event.xid, seq limit ${query.limit}`.execute(store.db);
  const events = rows.map(({ xid: rowXid, ...event }): ReadEvent => ({ ...event, cursor: `${rowXid}-${event.seq}` }));
  return { events, cursor: events.at(-1)?.cursor ?? query.after };
}
