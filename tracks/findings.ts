// Collects what a check finds.
import type { CheckResult, Finding } from './check.ts';

type Place = { path?: string; line?: number };

export class Findings {
  readonly #found: Finding[] = [];

  /** The deliverable has to change before a reviewer's time is spent on it. */
  refuse(code: string, place: Place, message: string): void {
    this.#found.push({ code, severity: 'refuses', ...place, message });
  }

  /** Worth knowing for author and reviewer, and no reason to stop. */
  advise(code: string, place: Place, message: string): void {
    this.#found.push({ code, severity: 'advises', ...place, message });
  }

  add(findings: readonly Finding[]): void {
    this.#found.push(...findings);
  }

  get refused(): boolean {
    return this.#found.some((finding) => finding.severity === 'refuses');
  }

  result(): CheckResult {
    return { outcome: this.refused ? 'failed' : 'passed', findings: [...this.#found] };
  }
}
