// Runs everything that a deliverable has to pass before a reviewer sees it.
import type { CheckResult, ExtractShape } from './check.ts';
import { deliverableFiles } from './checks/deliverable-files.ts';
import { secrets } from './checks/secrets.ts';
import { findCheck } from './checks.ts';
import { Findings } from './findings.ts';
import type { Task } from './use-case.ts';

type Submission = { task: Task; files: ReadonlyMap<string, Uint8Array>; extract: ExtractShape };

/**
 * Pure and deterministic. The task's own check runs only on files that are there, readable and not the template:
 * what it would say about a template helps nobody. Throws for a task whose check does not exist, which no loaded use case has.
 */
export function checkSubmission({ task, files, extract }: Submission): CheckResult {
  const check = findCheck(task.check.name);
  if (!check) throw new Error(`Task ${task.key} names the check "${task.check.name}", which does not exist.`);
  const findings = new Findings();
  findings.add(secrets(files));
  const inFiles = deliverableFiles(task, files);
  findings.add(inFiles);
  const unusable = ['missingFile', 'notText', 'fileTooLarge', 'untouchedTemplate'];
  if (inFiles.some((finding) => unusable.includes(finding.code))) return findings.result();
  const own = check.run({ files, task, parameters: task.check.parameters, extract });
  findings.add(own.findings);
  const { outcome, findings: all } = findings.result();
  return { outcome: outcome === 'failed' ? 'failed' : own.outcome, findings: all };
}
