// A source with an extract of it, both made up by rule, with everything that published measures treat specially.
import type { Cell } from '../../../datasets/engines/engine.ts';
import type { ValueType } from '../../../datasets/engines/expression.ts';

export type ReferenceTable = { columns: Record<string, ValueType>; rows: Cell[][] };
export type ReferenceSide = 'source' | 'extract';

/** A linear congruential generator: the same draws on every machine. */
function drawsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const day = (offset: number) => new Date(Date.UTC(2020, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
const moment = (offset: number) =>
  new Date(Date.UTC(2021, 5, 1) + Math.round(offset * 86_400) * 1000).toISOString().slice(0, 19).replace('T', ' ');

/**
 * customers: nulls, a constant number and a constant text, a category on one side only, a number that is null throughout the
 * extract, correlations of either sign. accounts: some without a customer, customers without any. profiles: one for each customer.
 */
export function referenceTables(side: ReferenceSide): Record<'customers' | 'accounts' | 'profiles', ReferenceTable> {
  const isSource = side === 'source';
  const draw = drawsFrom(isSource ? 11 : 29);
  const pick = <T>(values: readonly T[]) => values[Math.floor(draw() * values.length)] as T;
  const customers: Cell[][] = [];
  const accounts: Cell[][] = [];
  const profiles: Cell[][] = [];
  for (let id = 1; id <= (isSource ? 320 : 190); id++) {
    const age = 18 + Math.floor(draw() * (isSource ? 60 : 55));
    const income = draw() < 0.12 ? null : Math.round((900 + age * 35 + draw() * 900) * 100) / 100;
    const health = -0.9 * age + draw() * 22;
    const segment =
      draw() < 0.02
        ? isSource
          ? 'founder'
          : 'newcomer'
        : age > 55
          ? pick(['gold', 'gold', 'silver'])
          : pick(['silver', 'bronze', 'bronze']);
    const joined = draw() < 0.08 ? null : day(Math.floor(age * 20 + draw() * 300));
    const active = draw() < 0.1 ? null : draw() < (age > 40 ? 0.85 : 0.25);
    customers.push([
      id,
      age,
      income,
      health,
      draw() < 0.05 ? null : segment,
      active,
      joined,
      7,
      'same',
      isSource ? Math.round(draw() * 50) : null,
    ]);
    profiles.push([id, id, age > 50 ? pick(['a', 'a', 'b']) : pick(['b', 'c'])]);
    for (let account = Math.floor(draw() * 4); account > 0; account--) {
      const wealth = (income ?? 2000) * 3;
      const isLost = draw() < 0.06;
      accounts.push([
        accounts.length + 1,
        isLost ? null : id,
        moment(age * 9 + draw() * 120),
        Math.round((wealth + draw() * 1500) * 100) / 100,
        segment === 'gold' ? pick(['invest', 'invest', 'save']) : pick(['save', 'spend']),
        draw() < 0.3 ? null : 100 * Math.floor(draw() * 9),
      ]);
    }
  }
  return {
    customers: {
      columns: {
        id: 'integer',
        age: 'integer',
        income: 'double',
        health: 'double',
        segment: 'text',
        active: 'boolean',
        joined: 'date',
        seven: 'integer',
        same: 'text',
        emptied: 'integer',
      },
      rows: customers,
    },
    accounts: {
      columns: {
        id: 'integer',
        customer_id: 'integer',
        opened: 'timestamp',
        balance: 'decimal(12,2)',
        kind: 'text',
        ceiling: 'integer',
      },
      rows: accounts,
    },
    profiles: { columns: { id: 'integer', customer_id: 'integer', level: 'text' }, rows: profiles },
  };
}
