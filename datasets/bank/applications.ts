// SQL of the bank's loan applications, with the risk behind each.
import {
  APPLICATIONS_FROM,
  APPLICATIONS_PER_CUSTOMER,
  APPLICATIONS_TO,
  EMPLOYMENT,
  PURPOSES,
  RISK,
  SHIFT,
  SHIFT_FROM,
  TERM_MONTHS,
  THIN_FILE,
} from './assumptions.ts';
import type { Draws } from './draws.ts';

/** Creates `application_draws`: the published columns, the scorecard's `pd` and the outcome that would follow an accepted loan. */
export function applicationsSql({ uniform, normal, below, choice }: Draws): string {
  const { none, one, two } = APPLICATIONS_PER_CUSTOMER;
  const key = `customer_id || '.' || turn`;
  const customer = uniform('applications', 'customer_id');
  const { truth, scorecard } = RISK;
  const employmentLogOdds = `CASE employment ${EMPLOYMENT.map(({ name, logOdds }) => `WHEN '${name}' THEN ${logOdds}`).join(' ')} END`;
  return `
CREATE TABLE application_draws AS
WITH arrived AS (
  SELECT
    customer_draws.*,
    turn,
    customer_id || '.' || turn AS key,
    DATE '${APPLICATIONS_FROM}' + ${below(`datediff('day', DATE '${APPLICATIONS_FROM}', DATE '${APPLICATIONS_TO}') + 1`, 'applied_on', key)} AS applied_on
  FROM customer_draws, range(1, 4) AS turns(turn)
  WHERE turn <= CASE WHEN ${customer} < ${none} THEN 0 WHEN ${customer} < ${none + one} THEN 1 WHEN ${customer} < ${none + one + two} THEN 2 ELSE 3 END
), numbers AS (
  SELECT
    *,
    applied_on >= DATE '${SHIFT_FROM}' AS shifted,
    round(exp(7.95 + 0.42 * income_z + 0.06 * ${normal('income', 'key')}) * area_income
      * CASE employment WHEN 'student' THEN 0.4 WHEN 'unemployed' THEN 0.35 WHEN 'retired' THEN 0.7 ELSE 1 END
      * CASE WHEN applied_on >= DATE '${SHIFT_FROM}' THEN ${SHIFT.income} ELSE 1 END, -1) AS income_monthly,
    least(0.95, greatest(0, 0.3 + 0.14 * ${normal('debt', 'key')} + 0.03 * risk_z
      + CASE WHEN applied_on >= DATE '${SHIFT_FROM}' THEN ${SHIFT.debtRatio} ELSE 0 END)) AS debt_ratio,
    least(850, greatest(300, round(645 - 62 * risk_z - 38 * ${normal('score', 'key')}
      + CASE WHEN applied_on >= DATE '${SHIFT_FROM}' THEN ${SHIFT.score} ELSE 0 END)))::INTEGER AS full_score
  FROM arrived
), observed AS (
  SELECT
    *,
    round(income_monthly * debt_ratio, -1) AS debt_monthly,
    CASE WHEN ${uniform('score_missing', 'key')} < CASE WHEN thin_file THEN ${THIN_FILE.scoreMissing} ELSE ${THIN_FILE.scoreMissingElse} END
      THEN NULL ELSE full_score END AS bureau_score,
    (645 - full_score) / 75::DOUBLE AS score_x,
    (debt_ratio - 0.3) / 0.15 AS debt_x,
    ln(greatest(income_monthly, 100) / 2800) / 0.5 AS income_x,
    ${employmentLogOdds} AS employment_x
  FROM numbers
), judged AS (
  SELECT
    *,
    ${truth.base} + ${truth.score} * score_x * CASE WHEN shifted THEN ${SHIFT.scoreWeight} ELSE 1 END + ${truth.debt} * debt_x - ${truth.income} * income_x + employment_x
      + CASE WHEN thin_file THEN ${truth.thinFile} ELSE 0 END + CASE WHEN shifted THEN ${truth.shift} ELSE 0 END
      + ${truth.unseen} * ${normal('unseen', 'key')} AS true_log_odds,
    ${scorecard.base} + ${scorecard.score} * CASE WHEN bureau_score IS NULL THEN 0 ELSE score_x END + ${scorecard.debt} * debt_x
      - ${scorecard.income} * income_x + 0.8 * employment_x
      + CASE WHEN inside THEN ${scorecard.insideBand} ELSE 0 END AS scorecard_log_odds
  FROM observed
)
SELECT
  row_number() OVER (ORDER BY applied_on, customer_id, turn)::INTEGER AS application_id,
  customer_id,
  applied_on,
  (500 * greatest(2, least(60, round(income_monthly * (1.5 + 4 * ${uniform('amount', 'key')}) / 500))))::DECIMAL(12, 2) AS amount,
  (${choice(TERM_MONTHS, 'term', 'key')})::INTEGER AS term_months,
  ${choice(PURPOSES, 'purpose', 'key')} AS purpose,
  income_monthly::DECIMAL(12, 2) AS income_monthly,
  debt_monthly::DECIMAL(12, 2) AS debt_monthly,
  bureau_score,
  thin_file,
  key,
  -- Rounded before use: a machine's own exp() may differ in its last bit, and that must not reach a file.
  round(1 / (1 + exp(-scorecard_log_odds)), 4)::DECIMAL(6, 4) AS pd,
  ${uniform('default', 'key')} < round(1 / (1 + exp(-true_log_odds)), 6) AS would_default,
  3 + ${below(9, 'default_month', 'key')} AS default_month,
  ${uniform('arrears', 'key')} AS arrears_draw
FROM judged
ORDER BY application_id`;
}
