// The numbers that shape the generated bank: our own assumptions, chosen to look like unsecured lending, taken from no real bank.

/** First and last day on which an application may arrive: eight whole quarters. */
export const APPLICATIONS_FROM = '2023-10-01';
export const APPLICATIONS_TO = '2025-09-30';

/** The day on which the bank was photographed. Twelve months before it lies inside the last quarter, so its newest loans have no outcome yet. */
export const AS_OF = '2026-08-31';

/** Share of customers with no application, one, two; the rest have three. */
export const APPLICATIONS_PER_CUSTOMER = { none: 0.08, one: 0.66, two: 0.19 } as const;

/** Cumulative shares, drawn per customer; the second number moves the log odds of default. */
export const EMPLOYMENT = [
  { name: 'permanent', share: 0.62, logOdds: -0.25 },
  { name: 'fixed-term', share: 0.12, logOdds: 0.3 },
  { name: 'self-employed', share: 0.12, logOdds: 0.45 },
  { name: 'retired', share: 0.08, logOdds: -0.35 },
  { name: 'student', share: 0.04, logOdds: 0.4 },
  { name: 'unemployed', share: 0.02, logOdds: 1 },
] as const;

export const PURPOSES = [
  { name: 'debt consolidation', share: 0.31 },
  { name: 'car', share: 0.23 },
  { name: 'home improvement', share: 0.19 },
  { name: 'wedding', share: 0.06 },
  { name: 'travel', share: 0.06 },
  { name: 'medical', share: 0.05 },
  { name: 'education', share: 0.04 },
  { name: 'other', share: 0.06 },
] as const;

export const TERM_MONTHS = [
  { name: '12', share: 0.12 },
  { name: '24', share: 0.22 },
  { name: '36', share: 0.31 },
  { name: '48', share: 0.2 },
  { name: '60', share: 0.15 },
] as const;

/** Log odds of default within twelve months: what truly drives it, beside what the bank's scorecard believes. */
export const RISK = {
  truth: { base: -3.4, score: 1.2, debt: 0.6, income: 0.3, thinFile: 0.95, shift: 0.65, unseen: 0.45 },
  /** No term for thin files (PF3) or for the shift (PF2), one for where people live (PF4): the planted faults, not oversights. */
  scorecard: { base: -3.4, score: 1.1, debt: 0.55, income: 0.25, insideBand: 0.5 },
} as const;

/** Below the first the scorecard advises accept, below the second refer, above it decline. */
export const ADVICE_CUTS = { accept: 0.09, refer: 0.18 } as const;

/** What officers do with the advice: the first two are overrides and owe a reason. */
export const OFFICERS = {
  declineAfterAccept: 0.05,
  acceptAfterDecline: 0.12,
  acceptAfterRefer: 0.55,
  takeUp: 0.93,
} as const;

/** PF7: overrides whose reason is missing. */
export const OVERRIDE_REASON_MISSING = 0.18;

/** PF4: two-digit postcode bands run from 10 to 49; in those divisible by five most people belong to group B, elsewhere few do. */
export const POSTCODE = {
  firstBand: 10,
  bands: 40,
  groupBShareInside: 0.78,
  groupBShareOutside: 0.09,
  incomeInside: 0.86,
} as const;

/** Youngest and oldest on the day of the photograph: nobody applies before 18. */
export const AGE_YEARS = { youngest: 21, span: 58 } as const;

/** Share of customers with little credit history; the score is missing for most of them. */
export const THIN_FILE = { share: 0.13, scoreMissing: 0.7, scoreMissingElse: 0.02 } as const;

/** PF2: from this day on people come who are poorer, more indebted and lower scored, and whose score says less about them. */
export const SHIFT_FROM = '2025-07-01';
export const SHIFT = { score: -28, debtRatio: 0.06, income: 0.92, scoreWeight: 0.5 } as const;

/** Share of decisions with a note, and of those notes the share that names the customer. */
export const NOTES = { share: 0.6, naming: 0.3 } as const;

export const DICTIONARY_SIZES = {
  firstNames: 400,
  lastNames: 400,
  streets: 500,
  cities: 160,
  regions: 8,
  officers: 24,
} as const;
