// What is to be predicted, and from where in the database: fixed before anything is read.

import { splitColumnPath } from '../../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../../policy/extract-policy.ts';
import type { FidelityTarget } from '../../policy/fidelity-declaration.ts';
import type { RefusePolicy } from '../../policy/refuse-policy.ts';
import type { OutputRelation } from '../../privacy/output-relations.ts';
import { ownedTables } from '../../subset/owned-tables.ts';
import type { ComparedColumn, ComparedTable } from '../compared-columns.ts';
import { type ReachedTable, reachTables } from './reach-tables.ts';

export type TargetPlan = {
  declared: FidelityTarget;
  column: ComparedColumn;
  /** The target's own table with what may be told from it, then every other table that relations lead to. */
  own: ComparedTable;
  reached: readonly ReachedTable[];
  /** What other dates are told relative to: the first date of the target's own table. */
  ownDate: ComparedColumn | undefined;
};

/** Undefined where the policy declares no target. Refuses one that no model could learn or be tested on. */
export function planTarget(
  policy: ExtractPolicy,
  tables: readonly ComparedTable[],
  relations: readonly OutputRelation[],
  refuse: RefusePolicy,
): TargetPlan | undefined {
  const declared = policy.fidelity.target;
  if (declared === 'none') return undefined;
  const at = ['fidelity', 'target', 'column'];
  const [name, output] = splitColumnPath(declared.column);
  const table = tables.find((each) => each.name === name);
  const column = table?.columns.find((each) => each.name === output);
  if (!table || !column)
    throw refuse(
      at,
      `expected an output column that is kept or generalized and is no key, got ${declared.column}: what is replaced can't be predicted`,
    );
  if (!ownedTables(policy).has(name))
    throw refuse(
      at,
      `expected a table whose rows belong to subjects, got ${name}, which only references connect to them`,
    );
  for (const side of ['positive', 'negative'] as const)
    for (const value of declared[side] ?? [])
      if (!isValueOf(column, value))
        throw refuse(
          ['fidelity', 'target', side],
          `expected values of ${declared.column}, which is ${column.type}, got a ${typeof value}`,
        );
  const telling = tellingColumns(policy);
  const honest = tables.map((each) => ({
    ...each,
    // What comes from the same source column is the answer, too.
    columns: each.columns.filter(
      (other) => !telling.has(`${each.name}.${other.name}`) && !(each === table && other.source === column.source),
    ),
  }));
  const own = honest.find((each) => each.name === name) ?? table;
  return { declared, column, own, reached: reachTables(name, honest, relations), ownDate: own.columns.find(isDate) };
}

/** What the policy itself says that only the outcome can know: withheld together with the target, or a fault as it is. */
function tellingColumns({ fidelity, withhold, plant }: ExtractPolicy): Set<string> {
  const target = fidelity.target === 'none' ? '' : fidelity.target.column;
  return new Set([
    ...withhold.filter(({ columns }) => columns.includes(target)).flatMap(({ columns }) => columns),
    ...plant.flatMap(({ asItIs, column = '' }) => (asItIs ? [column] : [])),
  ]);
}

function isValueOf({ type }: ComparedColumn, value: string | number | boolean): boolean {
  if (type === 'text') return true;
  if (type === 'boolean') return typeof value === 'boolean';
  return type === 'integer' ? Number.isInteger(value) : typeof value === 'number' && !isDate({ type });
}

export const isDate = ({ type }: Pick<ComparedColumn, 'type'>): boolean => type === 'date' || type === 'timestamp';
