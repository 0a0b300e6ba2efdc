// The privacy report as the files that are sealed with the extract.
import { privacyPageOf } from './privacy-page.ts';
import type { PrivacyReport } from './privacy-report.ts';

export const privacyFiles = (report: PrivacyReport): { path: string; text: string }[] => [
  { path: 'privacy.json', text: `${JSON.stringify(report, null, 2)}\n` },
  { path: 'privacy.html', text: privacyPageOf(report) },
];
