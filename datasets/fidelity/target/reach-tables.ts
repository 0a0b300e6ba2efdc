// The way from a table to every other: up to parents, then down to children, by the fewest relations.
import type { OutputRelation } from '../../privacy/output-relations.ts';
import type { ComparedTable } from '../compared-columns.ts';

export type Step = { relation: number; direction: 'up' | 'down' };

/** One row of `table` where each step goes up; many otherwise. */
export type ReachedTable = { table: ComparedTable; steps: readonly Step[]; isOne: boolean };

const mostSteps = 4;

/** Each table once. Those that are reached by going up alone come first, so that a parent is never taken for one of many. */
export function reachTables(
  from: string,
  tables: readonly ComparedTable[],
  relations: readonly OutputRelation[],
): ReachedTable[] {
  const reached: ReachedTable[] = [];
  const ways = new Map<string, readonly Step[]>([[from, []]]);
  for (const directions of [['up'], ['down', 'up']] as const) {
    const queue = [...ways.keys()];
    for (const here of queue) {
      const steps = ways.get(here) ?? [];
      if (steps.length === mostSteps) continue;
      for (const { step, to } of directions.flatMap((direction) => stepsFrom(here, direction, relations))) {
        const table = tables.find(({ name }) => name === to);
        if (!table || ways.has(to)) continue;
        const way = [...steps, step];
        ways.set(to, way);
        queue.push(to);
        reached.push({ table, steps: way, isOne: way.every(({ direction }) => direction === 'up') });
      }
    }
  }
  return reached;
}

function stepsFrom(here: string, direction: Step['direction'], relations: readonly OutputRelation[]) {
  return relations
    .filter(({ child, parent }) => (direction === 'up' ? child : parent) === here)
    .map(({ position, child, parent }) => ({
      step: { relation: position, direction },
      to: direction === 'up' ? parent : child,
    }));
}
