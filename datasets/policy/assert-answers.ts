// Holds what a policy withholds and plants against its tables, before anything runs.
import type { PlantDeclaration, PlantEffect } from './answers-declaration.ts';
import { plantEffects } from './answers-declaration.ts';
import { splitColumnPath } from './assert-coherent.ts';
import type { ColumnRule } from './column-rule.ts';
import type { ExtractPolicy } from './extract-policy.ts';
import type { RefusePolicy } from './refuse-policy.ts';

/** Throws the first fault through `refuse`. */
export function assertAnswers(policy: ExtractPolicy, refuse: RefusePolicy): void {
  assertOnce([...policy.withhold, ...policy.plant], refuse);
  for (const [position, { columns, latestBy }] of policy.withhold.entries()) {
    const at = ['withhold', position];
    const [table] = splitColumnPath(columns[0] ?? '');
    for (const [place, path] of columns.entries()) {
      assertFree(policy, refuse, [...at, 'columns', place], path);
      if (splitColumnPath(path)[0] !== table)
        throw refuse([...at, 'columns', place], `expected columns of one table, got ${columns[0]} with ${path}`);
    }
    if (latestBy === undefined) continue;
    const rule = ruleAt(policy, latestBy);
    if (splitColumnPath(latestBy)[0] !== table || (rule?.type !== 'date' && rule?.type !== 'timestamp'))
      throw refuse([...at, 'latestBy'], `expected a date or timestamp of ${table}, got ${latestBy}`);
  }
  for (const [position, plant] of policy.plant.entries()) assertPlant(policy, refuse, ['plant', position], plant);
}

function assertOnce(named: readonly { name: string }[], refuse: RefusePolicy): void {
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name))
      throw refuse(['plant'], `expected names that come once in withhold and plant, got ${name} twice`);
    seen.add(name);
  }
}

export const effectOf = (plant: PlantDeclaration): PlantEffect | undefined =>
  plantEffects.find((effect) => plant[effect] !== undefined);

function assertPlant(policy: ExtractPolicy, refuse: RefusePolicy, at: PropertyKey[], plant: PlantDeclaration): void {
  const named = plantEffects.filter((effect) => plant[effect] !== undefined);
  const [effect] = named;
  if (!effect || named.length > 1)
    throw refuse(at, `expected exactly one of ${plantEffects.join(', ')}, got ${named.join(' with ') || 'none'}`);
  if (effect === 'duplicate') {
    if (plant.table === undefined || plant.column !== undefined)
      throw refuse(at, 'expected a table whose rows are repeated, and no column');
    if (!policy.tables[plant.table] || plant.table === policy.subject.table)
      throw refuse([...at, 'table'], `expected a declared table other than that of subjects, got ${plant.table}`);
    if (policy.relations.some(({ parent }) => parent === plant.table))
      throw refuse([...at, 'table'], `expected a table that no relation points at, got ${plant.table}`);
    return;
  }
  if (plant.column === undefined || plant.table !== undefined)
    throw refuse(at, `expected a column for ${effect}, as table.column, and no table`);
  if (effect === 'asItIs') {
    if (!ruleAt(policy, plant.column))
      throw refuse([...at, 'column'], `expected an output column, got ${plant.column}`);
    return;
  }
  assertFree(policy, refuse, [...at, 'column'], plant.column);
  if (plant.swapWith !== undefined)
    assertFree(policy, refuse, [...at, 'swapWith'], `${splitColumnPath(plant.column)[0]}.${plant.swapWith}`);
}

/** A column may be changed after its transform where neither rows hang on it nor the privacy of a class. */
function assertFree(policy: ExtractPolicy, refuse: RefusePolicy, at: PropertyKey[], path: string): void {
  const [table, output] = splitColumnPath(path);
  const rule = ruleAt(policy, path);
  if (!rule || rule.drop) throw refuse(at, `expected an output column of a declared table, got ${path}`);
  const source = rule.from ?? output;
  const isKey = policy.tables[table]?.key.includes(source) ?? false;
  const inRelation = policy.relations.some(
    ({ child, columns, parent, parentColumns }) =>
      (child === table && columns.includes(source)) || (parent === table && (parentColumns ?? []).includes(source)),
  );
  if (rule.pseudonymize !== undefined || isKey || (inRelation && rule.keep))
    throw refuse(at, `expected a column by which no row is found, got ${path}: rows would lose each other`);
  const { quasiIdentifiers } = policy.privacy;
  if (quasiIdentifiers !== 'none' && quasiIdentifiers.includes(path))
    throw refuse(at, `expected a column that is no quasi-identifier, got ${path}: its classes would change`);
}

function ruleAt(policy: ExtractPolicy, path: string): ColumnRule | undefined {
  const [table, output] = splitColumnPath(path);
  return policy.tables[table]?.columns[output];
}
