// From loaded tables to the units that are taken: edges, caps, units, their order, the budget.
import type { Engine } from '../engines/engine.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { capChildren } from './cap-children.ts';
import { chooseUnits, largestUnit } from './choose-units.ts';
import { orderUnits } from './order-units.ts';
import { resolveEdges } from './relation-edges.ts';
import { findUnits } from './units.ts';

/** Answers how many subjects are chosen. Throws through `refuse` where the budget has room for none. */
export async function drawUnits(
  engine: Engine,
  policy: ExtractPolicy,
  columns: SourceColumns,
  refuse: RefusePolicy,
): Promise<number> {
  const { subject } = policy;
  await resolveEdges(engine, policy, columns);
  await capChildren(engine, policy, columns);
  await findUnits(engine, policy, columns);
  // Where all are taken, nobody asks in which order.
  const isLimited = subject.budget !== 'all' || subject.rows !== 'all';
  if (isLimited) await orderUnits(engine, policy, columns);
  const chosen = await chooseUnits(engine, subject);
  if (chosen > 0) return chosen;
  const largest = isLimited ? await largestUnit(engine) : { subjects: 0, rows: 0 };
  if (largest.subjects === 0)
    throw refuse(['subject', 'budget'], `expected subjects in ${subject.table}, got an empty table`);
  const tooSmall = subject.budget !== 'all' && subject.budget < largest.subjects;
  const [name, limit, most] = tooSmall
    ? (['budget', subject.budget, `${largest.subjects} subjects`] as const)
    : (['rows', subject.rows, `${largest.rows} rows`] as const);
  throw refuse(
    ['subject', name],
    `expected room for the subjects that share rows, got ${limit} where up to ${most} hang together; raise it, or declare relations to rows that many subjects share as reference: true`,
  );
}
