// SQL of the bank's customers.
import { AGE_YEARS, AS_OF, DICTIONARY_SIZES, EMPLOYMENT, POSTCODE, THIN_FILE } from './assumptions.ts';
import type { Draws } from './draws.ts';

/** Wider than any customer number and prime, so that multiplying modulo it gives every customer a phone number of their own. */
const PHONE_PRIME = 999_999_937;

/** Creates `customer_draws`: the published columns, and what later tables need but nobody may see. */
export function customersSql(draws: Draws, seed: number, customers: number): string {
  const { uniform, normal, below, choice } = draws;
  const id = 'customer_id';
  const phoneStart = (Math.abs(seed) * 7919 + 104_729) % PHONE_PRIME;
  return `
CREATE TABLE customer_draws AS
WITH drawn AS (
  SELECT
    customer_id::INTEGER AS customer_id,
    ${below(DICTIONARY_SIZES.firstNames, 'first_name', id)} AS first_position,
    ${below(DICTIONARY_SIZES.lastNames, 'last_name', id)} AS last_position,
    ${below(DICTIONARY_SIZES.streets, 'street', id)} AS street_position,
    1 + ${below(180, 'house', id)} AS house_number,
    ${POSTCODE.firstBand} + ${below(POSTCODE.bands, 'band', id)} AS band,
    ${below(1000, 'postcode', id)} AS postcode_rest,
    DATE '${AS_OF}' - (${AGE_YEARS.youngest} * 366 + floor((${uniform('age.a', id)} + ${uniform('age.b', id)}) / 2 * ${AGE_YEARS.span} * 365))::INTEGER AS birth_date,
    DATE '2005-01-01' + ${below(6800, 'opened_on', id)} AS account_day,
    ${choice(EMPLOYMENT, 'employment', id)} AS employment,
    ${uniform('thin_file', id)} < ${THIN_FILE.share} AS thin_file,
    ${uniform('protected_group', id)} AS group_draw,
    ${normal('income', id)} AS income_z,
    ${normal('risk', id)} AS risk_z
  FROM range(1, ${customers} + 1) AS numbers(customer_id)
), named AS (
  SELECT
    drawn.*,
    firsts.word AS first_name,
    lasts.word AS last_name,
    house_number || ' ' || streets.word AS street,
    cities.word AS city,
    regions.word AS region,
    band % 5 = 0 AS inside,
    regexp_replace(strip_accents(lower(firsts.word || '.' || lasts.word)), '[^a-z.]', '', 'g') AS mailbox
  FROM drawn
  JOIN first_names firsts ON firsts.position = first_position
  JOIN last_names lasts ON lasts.position = last_position
  JOIN streets ON streets.position = street_position
  JOIN cities ON cities.position = (band * 10 + postcode_rest // 100) % ${DICTIONARY_SIZES.cities}
  JOIN regions ON regions.position = (band - ${POSTCODE.firstBand}) // ${POSTCODE.bands / DICTIONARY_SIZES.regions}
), numbered AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY mailbox ORDER BY customer_id) AS mailbox_turn,
    -- A turn among those born on one day, spread by a prime: distinct for up to 9,973 people a birthday.
    (row_number() OVER (PARTITION BY birth_date ORDER BY customer_id) * 5003 + datediff('day', DATE '1900-01-01', birth_date) * 31) % 9973 AS serial
  FROM named
)
SELECT
  customer_id,
  first_name,
  last_name,
  mailbox || CASE WHEN mailbox_turn > 1 THEN mailbox_turn::VARCHAR ELSE '' END || '@example.'
    || CASE customer_id % 3 WHEN 0 THEN 'com' WHEN 1 THEN 'net' ELSE 'org' END AS email,
  -- A country code that is assigned to nobody: no generated number rings at a real person's.
  '+999 ' || lpad(((customer_id::HUGEINT * 618033981 + ${phoneStart}) % ${PHONE_PRIME})::VARCHAR, 9, '0') AS phone,
  birth_date,
  strftime(birth_date, '%y%m%d') || lpad(serial::VARCHAR, 4, '0')
    || ((strftime(birth_date, '%y%m%d')::BIGINT * 10000 + serial) % 97 % 10)::VARCHAR AS national_id,
  street,
  city,
  band::VARCHAR || lpad(postcode_rest::VARCHAR, 3, '0') AS postcode,
  region,
  employment,
  greatest(account_day, birth_date + 16 * 366) AS opened_on,
  CASE WHEN group_draw < CASE WHEN inside THEN ${POSTCODE.groupBShareInside} ELSE ${POSTCODE.groupBShareOutside} END
    THEN 'B' ELSE 'A' END AS protected_group,
  thin_file,
  income_z,
  risk_z,
  inside,
  CASE WHEN inside THEN ${POSTCODE.incomeInside} ELSE 1 END AS area_income
FROM numbered
ORDER BY customer_id`;
}
