// Reads Czech and Slovak birth numbers: YYMMDD and three or four more digits, months raised by 50 for women.
import {
  add,
  and,
  cast,
  characters,
  choose,
  type Expression,
  equal,
  integer,
  less,
  matches,
  nullOf,
  replaceAll,
  substring,
  text,
} from '../engines/expression.ts';

/** 'F' or 'M'; null for what is no birth number. */
export function birthNumberSex(value: Expression<'text'>): Expression<'text'> {
  const month = cast(substring(digitsOf(value), 3, 2), 'integer');
  return choose(
    [{ when: isBirthNumber(value), give: choose([{ when: less(integer(50), month), give: text('F') }], text('M')) }],
    nullOf('text'),
  );
}

/** Nine digits were given out until 1953, ten since 1954; six alone are taken to be of the 1900s. */
export function birthNumberYear(value: Expression<'text'>): Expression<'integer'> {
  const digits = digitsOf(value);
  const year = cast(substring(digits, 1, 2), 'integer');
  const since2000 = and(equal(characters(digits), integer(10)), less(year, integer(54)));
  const full = choose([{ when: since2000, give: add(year, integer(2000)) }], add(year, integer(1900)));
  return choose([{ when: isBirthNumber(value), give: full }], nullOf('integer'));
}

const digitsOf = (value: Expression<'text'>) => replaceAll(value, '[^0-9]', '');
const isBirthNumber = (value: Expression<'text'>) => matches(value, '^[0-9]{6}(/?[0-9]{3,4})?$');
