// SQL of the bank's lending decisions: advice, officer, override, note.
import { ADVICE_CUTS, DICTIONARY_SIZES, NOTES, OFFICERS, OVERRIDE_REASON_MISSING } from './assumptions.ts';
import type { Draws } from './draws.ts';

const REASONS = [
  'long-standing customer',
  'income documented after scoring',
  'error in bureau data',
  'guarantor offered',
  'affordability concern',
  'other',
];

const PLAIN_NOTES = [
  'Payslips for three months seen.',
  'Called back, figures confirmed.',
  'Bank statements show regular income, no returned payments.',
  'Existing card debt to be settled from this loan.',
  'Second income not counted.',
];

/** Free text as officers write it: a name here is the hardest identifier of the whole bank to find. */
const NAMING_NOTES = [
  'Spoke to {first} {last}, wants the money before the end of the month.',
  'Mrs or Mr {last} asked for a longer term.',
  '{first} brought the employment contract to the branch.',
  'Letter to {first} {last} returned, address to be checked.',
  'Customer {last} disputes the bureau entry, e-mail from {email} attached.',
];

const oneOf = (texts: readonly string[], draw: string) =>
  `CASE ${draw} ${texts.map((text, position) => `WHEN ${position} THEN '${text.replaceAll("'", "''")}'`).join(' ')} END`;

/** Creates `decision_draws`, one row per application. PF7: the reason of some overrides is missing. */
export function decisionsSql({ uniform, below }: Draws): string {
  const id = 'application_id';
  const officer = uniform('officer_choice', id);
  const naming = oneOf(NAMING_NOTES, below(NAMING_NOTES.length, 'note', id));
  return `
CREATE TABLE decision_draws AS
WITH advised AS (
  SELECT
    application_draws.*,
    CASE WHEN pd < ${ADVICE_CUTS.accept} THEN 'accept' WHEN pd < ${ADVICE_CUTS.refer} THEN 'refer' ELSE 'decline' END AS advice
  FROM application_draws
), decided AS (
  SELECT
    *,
    CASE advice
      WHEN 'accept' THEN CASE WHEN ${officer} < ${OFFICERS.declineAfterAccept} THEN 'decline' ELSE 'accept' END
      WHEN 'refer' THEN CASE WHEN ${officer} < ${OFFICERS.acceptAfterRefer} THEN 'accept' ELSE 'decline' END
      ELSE CASE WHEN ${officer} < ${OFFICERS.acceptAfterDecline} THEN 'accept' ELSE 'decline' END
    END AS decision
  FROM advised
)
SELECT
  application_id AS decision_id,
  application_id,
  applied_on + ${below(7, 'decided_on', id)} AS decided_on,
  pd,
  advice,
  decision,
  CASE WHEN advice <> 'refer' AND advice <> decision AND ${uniform('reason_missing', id)} >= ${OVERRIDE_REASON_MISSING}
    THEN ${oneOf(REASONS, below(REASONS.length, 'reason', id))} END AS override_reason,
  officers.word AS officer_name,
  CASE
    WHEN ${uniform('has_note', id)} >= ${NOTES.share} THEN NULL
    WHEN ${uniform('naming_note', id)} < ${NOTES.naming}
      THEN replace(replace(replace(${naming}, '{first}', first_name), '{last}', last_name), '{email}', email)
    ELSE ${oneOf(PLAIN_NOTES, below(PLAIN_NOTES.length, 'note', id))}
  END AS note
FROM decided
JOIN customer_draws USING (customer_id)
JOIN officers ON officers.position = ${below(DICTIONARY_SIZES.officers, 'officer', id)}
ORDER BY application_id`;
}
