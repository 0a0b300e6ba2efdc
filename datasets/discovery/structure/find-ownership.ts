// Tells owned relations from references: what belongs to a subject from what many subjects share.
import type { Engine } from '../../engines/engine.ts';
import type { FoundRelation } from './find-relations.ts';
import { measureSharing, ownChildren, ownParents, ownSubjects, type Sharing } from './owners.ts';

export type Ownership = {
  owned: ReadonlySet<string>;
  /** Relations by which a parent comes along but not its other children. */
  references: ReadonlySet<FoundRelation>;
  /** Tables of which no row hangs on a subject or is pointed at by one that does. */
  unreached: readonly string[];
};

/** A shared account has a few owners; a branch has hundreds. */
const mostSubjects = 3;

export async function findOwnership(
  engine: Engine,
  subject: string,
  tables: readonly string[],
  relations: readonly FoundRelation[],
): Promise<Ownership> {
  const owned = new Set([subject]);
  const owning = new Set<FoundRelation>();
  await ownSubjects(engine, subject);
  // A set's walk meets what is added on the way.
  for (const table of owned) {
    for (const relation of relations.filter(({ parent, child }) => parent === table && !owned.has(child))) {
      if ((await ownChildren(engine, relation)) === 0) continue;
      owned.add(relation.child);
      owning.add(relation);
    }
    for (const relation of relations.filter(({ parent, child }) => child === table && !owned.has(parent))) {
      if (!belongs(await measureSharing(engine, relation))) continue;
      await ownParents(engine, relation);
      owned.add(relation.parent);
      owning.add(relation);
    }
  }
  // Between two tables that both belong to subjects every further relation holds within a subject, or else is shared widely.
  for (const relation of relations)
    if (
      !owning.has(relation) &&
      owned.has(relation.child) &&
      owned.has(relation.parent) &&
      belongs(await measureSharing(engine, relation))
    )
      owning.add(relation);
  const references = new Set(relations.filter((relation) => !owning.has(relation)));
  return { owned, references, unreached: findUnreached(tables, owned, relations) };
}

/**
 * Rows that belong together make units, which leave or stay whole. Where a walk from subject to parent to subject meets more
 * than one new subject a step on average, one unit would swallow most of the source (a random graph has a giant component).
 */
function belongs(sharing: Sharing | undefined): boolean {
  if (!sharing) return false;
  const { subjectsPerParent, parentsPerSubject } = sharing;
  return subjectsPerParent <= mostSubjects && (subjectsPerParent - 1) * (parentsPerSubject - 1) < 1;
}

function findUnreached(
  tables: readonly string[],
  owned: ReadonlySet<string>,
  relations: readonly FoundRelation[],
): string[] {
  const reached = new Set(owned);
  for (const table of reached) for (const { child, parent } of relations) if (child === table) reached.add(parent);
  return tables.filter((table) => !reached.has(table));
}
