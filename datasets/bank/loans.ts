// SQL of the bank's loans: one for most accepted applications.
import { AS_OF, OFFICERS } from './assumptions.ts';
import type { Draws } from './draws.ts';

/** Creates `loan_draws`: the published columns, and how each loan goes on (first missed month, months in arrears, early end). */
export function loansSql({ uniform, below }: Draws): string {
  const id = 'application_id';
  return `
CREATE TABLE loan_draws AS
WITH opened AS (
  SELECT
    application_draws.*,
    decided_on + 1 + ${below(14, 'loan_opened_on', id)} AS opened_on,
    CASE WHEN would_default THEN 3 + floor(arrears_draw * 4)::INTEGER
      WHEN arrears_draw < 0.04 THEN 2 WHEN arrears_draw < 0.14 THEN 1 ELSE 0 END AS arrears_months,
    CASE WHEN NOT would_default AND ${uniform('early_end', id)} < 0.16 THEN 8 + ${below('term_months', 'early_end_month', id)} END AS early_month
  FROM application_draws
  JOIN decision_draws USING (application_id)
  WHERE decision = 'accept' AND ${uniform('take_up', id)} < ${OFFICERS.takeUp}
), ending AS (
  SELECT
    *,
    -- A defaulted loan is written off half a year after the default; the others end with their term or before it.
    CASE WHEN would_default THEN default_month + 6 ELSE least(term_months, coalesce(early_month, term_months)) END AS end_month
  FROM opened
)
SELECT
  row_number() OVER (ORDER BY opened_on, application_id)::INTEGER AS loan_id,
  application_id,
  customer_id,
  opened_on,
  amount AS principal,
  round(4.9 + 55 * pd::DOUBLE + 1.5 * ${uniform('rate', id)}, 2)::DECIMAL(5, 2) AS rate_percent,
  -- Unknown until its twelve months have passed, even where the default already shows: else the newest loans would all be bad ones.
  CASE WHEN opened_on + INTERVAL 12 MONTH <= DATE '${AS_OF}' THEN would_default END AS defaulted_12m,
  CASE WHEN opened_on + to_months(end_month) <= DATE '${AS_OF}' THEN (opened_on + to_months(end_month))::DATE END AS closed_on,
  term_months,
  end_month,
  arrears_months,
  CASE WHEN would_default THEN default_month - 2 WHEN arrears_months > 0 THEN 2 + ${below(8, 'late_month', id)} END AS late_month,
  would_default
FROM ending
ORDER BY loan_id`;
}
