// SQL of the bank's instalments: one row per month of a loan's life up to the day of the photograph.
import { AS_OF } from './assumptions.ts';
import type { Draws } from './draws.ts';

/** Creates `payment_draws`. A loan that defaults stops paying for good; one in arrears pays the late months five to nine weeks late. */
export function paymentsSql({ uniform, below }: Draws): string {
  const key = `loan_id || '.' || month`;
  return `
CREATE TABLE payment_draws AS
WITH due AS (
  SELECT
    loan_draws.*,
    month::INTEGER AS month,
    (opened_on + to_months(month::INTEGER))::DATE AS due_on,
    rate_percent::DOUBLE / 1200 AS monthly_rate
  FROM loan_draws, range(1, 61) AS months(month)
  WHERE month <= least(term_months, end_month) AND opened_on + to_months(month::INTEGER) <= DATE '${AS_OF}'
), paid AS (
  SELECT
    *,
    round(principal::DOUBLE * monthly_rate / (1 - (1 + monthly_rate) ** -term_months), 2)::DECIMAL(12, 2) AS amount_due,
    CASE
      WHEN would_default AND month >= late_month THEN NULL
      WHEN late_month IS NOT NULL AND month >= late_month AND month < late_month + arrears_months THEN due_on + 35 + ${below(30, 'late_days', key)}
      WHEN ${uniform('slow', key)} < 0.12 THEN due_on + 1 + ${below(12, 'slow_days', key)}
      ELSE due_on
    END AS intended_on
  FROM due
)
SELECT
  row_number() OVER (ORDER BY loan_id, month)::INTEGER AS payment_id,
  loan_id,
  due_on,
  CASE WHEN intended_on <= DATE '${AS_OF}' THEN intended_on END AS paid_on,
  amount_due,
  CASE WHEN intended_on <= DATE '${AS_OF}' THEN amount_due ELSE 0 END::DECIMAL(12, 2) AS amount_paid
FROM paid
ORDER BY payment_id`;
}
