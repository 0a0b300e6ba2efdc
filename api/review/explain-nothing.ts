// Says why a claim got nothing.
import { sql } from 'kysely';
import type { TrackName } from '../../tracks/track.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import type { Tx } from '../store/store.ts';
import { eligible } from './eligibility.ts';
import type { RoundId, RoundState } from './round.ts';

/** What a reviewer asks for: any round, any of one track, or one by name. */
export type ClaimWish = { track?: TrackName | undefined; roundId?: RoundId | undefined };

export async function explainNothing(tx: Tx, actor: Actor, { track, roundId }: ClaimWish): Promise<Problem> {
  if (roundId === undefined) {
    const where = track === undefined ? 'that you may review' : `of the track ${track} that you may review`;
    return new Problem('nothing-waiting', `No round ${where} is waiting: look again later.`);
  }
  const { rows } = await sql<{ state: RoundState; eligible: boolean }>`
    select r.state, (${eligible(actor.personId)}) as eligible from review_round r
    where r.id = ${roundId} and r.programme_id = ${actor.programmeId}`.execute(tx);
  const round = rows[0];
  if (!round) return new Problem('not-found', `There is no round ${roundId} here.`);
  if (!round.eligible) {
    return new Problem(
      'not-eligible',
      'You may not review this round: a reviewer is named for its cohort and track, did not make the work, and neither reports to its author nor leads them.',
    );
  }
  if (round.state === 'decided' || round.state === 'voided')
    return new Problem('round-decided', 'This round has ended: there is nothing more to review in it.');
  return new Problem(
    'lease-lost',
    'Another reviewer holds this round: claim another one, or this one when it comes back.',
  );
}
