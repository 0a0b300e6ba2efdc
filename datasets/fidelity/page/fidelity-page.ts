// The fidelity report as one page for whoever owns a programme: no script, nothing fetched, no group smaller than k.
import { Markup, markup } from '../../privacy/report/markup.ts';
import { pageStyle } from '../../privacy/report/page-style.ts';
import type { FidelityReport } from '../fidelity-report.ts';
import { columnSection, leftOutSection, relationSection } from './column-section.ts';
import { fidelityStyle } from './fidelity-style.ts';
import { openingSection, propertiesSection } from './opening-section.ts';
import { pairSection } from './pair-section.ts';
import { targetSection } from './target-section.ts';

export function fidelityPageOf(report: FidelityReport): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fidelity report: ${report.policy}</title>
<style>${new Markup(pageStyle + fidelityStyle)}</style>
</head>
<body>
${openingSection(report)}
${propertiesSection(report)}
${targetSection(report)}
${columnSection(report)}
${pairSection(report)}
${relationSection(report)}
${leftOutSection(report)}
${definitionsSection(report)}
</body>
</html>
`.text;
}

function definitionsSection({ definitions, k }: FidelityReport): Markup {
  return markup`<h2>How this was measured</h2>
<p>By the definitions of ${definitions}: KSComplement for numbers and dates, TVComplement for categories; CorrelationSimilarity and ContingencySimilarity for pairs that hang together in the source (correlation above 0.5, Cramér’s V above 0.3; of tables with more than 50,000 rows joint frequencies are taken from 50,000); CardinalityShapeSimilarity for relations. Each property is the mean of its figures, the whole is the mean of the properties.</p>
<p>Shares of the source are rounded to whole groups of ${k} rows, smaller groups are put together, and no value is shown that the extract does not hold.</p>`;
}
