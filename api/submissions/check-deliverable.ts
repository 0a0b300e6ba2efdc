// Holds a deliverable against the closed list of refusals; everything else is advice to the reviewer.
import { findIdentifiers } from '../../datasets/identifiers/find-identifiers.ts';
import type { IdentifierSet } from '../../datasets/identifiers/identifier-set.ts';
import type { ExtractShape, Finding } from '../../tracks/check.ts';
import { checkSubmission } from '../../tracks/check-submission.ts';
import { decodeText } from '../../tracks/formats/text.ts';
import type { Task } from '../../tracks/use-case.ts';
import type { ReadDeliverable } from './read-deliverable.ts';
import { type RefusalFinding, refusalOf } from './refusal-finding.ts';

/** `outcome` is the track's check's own: what did not run is never shown as passed. */
export type Advice = { outcome: 'passed' | 'failed' | 'notRun'; findings: Finding[] };

export type CheckedDeliverable = { refusals: RefusalFinding[]; advice: Advice };

// What reading the files has said already, with the names that are there.
const saidByReading = new Set(['missingFile', 'fileTooLarge']);

export function checkDeliverable(input: {
  task: Task;
  deliverable: ReadDeliverable;
  extract: ExtractShape;
  identifiers: IdentifierSet;
}): CheckedDeliverable {
  const { task, deliverable, extract, identifiers } = input;
  const { outcome, findings } = checkSubmission({ task, files: deliverable.files, extract });
  const refused = findings.filter((finding) => finding.severity === 'refuses' && !saidByReading.has(finding.code));
  return {
    refusals: [...deliverable.refusals, ...leaks(deliverable.files, identifiers), ...refused.map(refusalOf)],
    advice: { outcome, findings: findings.filter((finding) => finding.severity === 'advises') },
  };
}

function leaks(files: ReadonlyMap<string, Uint8Array>, identifiers: IdentifierSet): RefusalFinding[] {
  const found: RefusalFinding[] = [];
  for (const [path, bytes] of files) {
    const text = decodeText(bytes);
    if (text === undefined) continue;
    for (const { identifier, line, excerpt, reason } of findIdentifiers(text, identifiers, { path })) {
      // The excerpt is masked: a refusal is kept, and a record of a leak must not be one.
      const message = `${path} line ${line} holds an identifier of the source (${identifier}): ${excerpt}. ${reason} Take it out or put a pseudonym of the extract in its place.`;
      found.push({ code: 'identifier', path, line, message });
    }
  }
  return found;
}
