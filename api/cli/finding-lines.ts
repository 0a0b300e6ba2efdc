// Findings as lines that editors and terminals turn into links: `file:line: message`.
import type { ProblemFinding } from '../problems.ts';

export type Findings = readonly ProblemFinding[];

export function findingLines(findings: Findings): string[] {
  return findings.map(({ path, line, message }) => {
    const place = [path, line].filter((part) => part !== undefined && part !== '').join(':');
    return place === '' ? `  ${message}` : `  ${place}: ${message}`;
  });
}
