// A time zone has a name that knows about summer.
import { expect, test } from 'vitest';
import { TimeZone } from '../../../api/people/time-zone.ts';

test.each([
  ['Europe/Prague', 'Europe/Prague'],
  [' America/New_York ', 'America/New_York'],
  ['UTC', 'UTC'],
])('takes %j', (written, name) => {
  expect(TimeZone.parse(written)).toBe(name);
});

// mutant: asking Intl alone, caught by +01:00
test.each(['+01:00', 'Mars/Base', 'europe/prague', ''])('refuses %j', (written) => {
  expect(() => TimeZone.parse(written)).toThrow('IANA');
});
