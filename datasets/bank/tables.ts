// The bank's published tables: which columns of which rows become a file.

export const BANK_TABLES = [
  {
    name: 'customers',
    sql: `SELECT customer_id, first_name, last_name, email, phone, birth_date, national_id, street, city, postcode, region,
      employment, opened_on, protected_group FROM customer_draws ORDER BY customer_id`,
  },
  {
    name: 'applications',
    // PF1: arrears_after_open is known only after the loan was granted, and tells who defaulted.
    sql: `SELECT application_id, application_draws.customer_id, applied_on, amount, application_draws.term_months, purpose,
      income_monthly, debt_monthly, bureau_score, thin_file, coalesce(arrears_months, 0) AS arrears_after_open
      FROM application_draws LEFT JOIN loan_draws USING (application_id) ORDER BY application_id`,
  },
  {
    name: 'loans',
    sql: `SELECT loan_id, application_id, customer_id, opened_on, principal, rate_percent, defaulted_12m, closed_on
      FROM loan_draws ORDER BY loan_id`,
  },
  {
    name: 'payments',
    sql: 'SELECT payment_id, loan_id, due_on, paid_on, amount_due, amount_paid FROM payment_draws ORDER BY payment_id',
  },
  {
    name: 'decisions',
    sql: `SELECT decision_id, application_id, decided_on, pd, advice, decision, override_reason, officer_name, note
      FROM decision_draws ORDER BY decision_id`,
  },
] as const;
