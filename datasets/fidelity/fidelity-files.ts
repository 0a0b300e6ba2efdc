// The files that tell of an extract's fidelity, to be sealed with it.
import type { FidelityReport } from './fidelity-report.ts';
import { fidelityPageOf } from './page/fidelity-page.ts';

/** For programs and for people; none where no rows leave. */
export function fidelityFiles(report: FidelityReport | undefined): { path: string; text: string }[] {
  if (!report) return [];
  return [
    { path: 'fidelity.json', text: `${JSON.stringify(report, null, 2)}\n` },
    { path: 'fidelity.html', text: fidelityPageOf(report) },
  ];
}
