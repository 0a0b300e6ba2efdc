// Judges by names alone whether a column could point at a table.
import { endsWithWords, referentOf, sameWords, saysKey, subjectOfTable, wordsOfName } from './column-words.ts';

/** How a row speaks of another of its own table. */
const ownKin =
  /^(parent|manager|mgr|supervisor|boss|reports?|chief|superior|root|previous|predecessor|original|referrer|referred)$/;
/** Who does something in a firm, with the tables in which such people are kept. */
const actors =
  /^(rep|representative|manager|agent|officer|salesperson|seller|advis[eo]r|teller|clerk|approver|reviewer|author|creator|owner|assignee|physician|doctor|provider|teacher|by)$/;
const staffTables =
  /^(employee|staff|user|person|people|agent|officer|worker|salesperson|provider|physician|doctor|teacher|member)$/;

export type Pointing = { strength: number; reason: string };

/** Strength between 0 (says nothing) and 1. */
export function pointsByName(
  child: { table: string; column: string },
  parent: { table: string; key: string },
): Pointing {
  const said = referentOf(child.column);
  const target = subjectOfTable(parent.table);
  const keySaid = referentOf(parent.key);
  const words = wordsOfName(child.column);
  if (child.table === parent.table)
    return words.some((word) => ownKin.test(word)) || endsWithWords(said, target)
      ? { strength: 0.8, reason: 'its name speaks of a row of the same table' }
      : { strength: 0, reason: '' };
  const isSame = child.column.toLowerCase() === parent.key.toLowerCase();
  if (isSame && said.length > 0 && (sameWords(said, target) || shortens(said, target)))
    return { strength: 1, reason: `it is called as the key of ${parent.table}` };
  if (isSame && said.length > 0 && saysKey(child.column))
    return { strength: 0.9, reason: `it is called as the key of ${parent.table}` };
  if (sameWords(said, target)) return { strength: 0.9, reason: `its name speaks of ${parent.table}` };
  if (sameWords(said, keySaid) && saysKey(child.column))
    return { strength: 0.85, reason: `its name speaks of the key of ${parent.table}` };
  if (endsWithWords(said, target)) return { strength: 0.8, reason: `its name ends as ${parent.table}` };
  if (endsWithWords(said, keySaid) && saysKey(child.column))
    return { strength: 0.75, reason: `its name ends as the key of ${parent.table}` };
  if (endsWithWords(target, said) && saysKey(child.column))
    return { strength: 0.65, reason: `its name is the end of ${parent.table}` };
  if (shortens(said, target) && saysKey(child.column))
    return { strength: 0.65, reason: `its name shortens ${parent.table}` };
  if (
    words.some((word) => actors.test(word)) &&
    target.some((word) => staffTables.test(word)) &&
    (saysKey(child.column) || words.includes('by'))
  )
    return { strength: 0.6, reason: `its name speaks of somebody of ${parent.table}` };
  return { strength: 0, reason: '' };
}

const shortens = ([short = '', ...others]: readonly string[], [long = '']: readonly string[]) =>
  others.length === 0 && short.length >= 3 && long.length > short.length && long.startsWith(short);
