// Keeps a value as it is, unless it is a date that a subject could be known by.
import type { Transform } from './transform.ts';

export const keep: Transform = ({ value, owned, shiftWeeks, refuse }) => {
  const isDate = value.type === 'date' || value.type === 'timestamp';
  // One date left behind gives the shift of all others away: a release was once recalled for a forgotten birth date.
  if (isDate && owned && shiftWeeks !== 'none')
    throw refuse(
      'expected shiftDates or generalize to the year, because the dates of a subject move together, got keep',
    );
  return { label: 'keep', value, preserves: 'unique' };
};
