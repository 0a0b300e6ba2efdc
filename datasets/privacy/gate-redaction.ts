// Holds the measured recall of every redacted column against what the steward accepts of it.
import type { RedactionFigures } from '../transforms/redact-recall.ts';
import { atLeast, type GateAnswer, notApplicable, notComputed } from './gate-answer.ts';
import { roundTo12 } from './models/round.ts';

/** The kind that is found worst decides, among all columns: a mean would hide it. */
export function checkRedaction(figures: readonly RedactionFigures[]): GateAnswer {
  if (figures.length === 0) return notApplicable('no text is redacted');
  const [worst] = figures
    .flatMap(({ acceptedRecall, kinds }) =>
      kinds.map(({ planted, found }) => ({
        acceptedRecall,
        recall: found / planted,
        margin: found / planted - acceptedRecall,
      })),
    )
    .sort((a, b) => a.margin - b.margin);
  if (!worst) return notComputed(`no probe could be planted in ${figures.map(placeOf).join(', ')}`);
  return atLeast(roundTo12(worst.recall), worst.acceptedRecall, figures.map(tell).join('; '));
}

const placeOf = ({ table, column }: RedactionFigures): string => `${table}.${column}`;

const tell = (figures: RedactionFigures): string =>
  `${placeOf(figures)}, ${figures.redacted} of ${figures.texts} texts redacted, found of planted: ${figures.kinds
    .map(({ kind, found, planted }) => `${kind} ${found} of ${planted}`)
    .join(', ')}; ${figures.acceptedRecall} of each is accepted`;
