import { describe, expect, test } from 'vitest';
import { calendarTime, distance, hoursLeft } from '../../../api/pages/instants.ts';

const now = new Date('2026-11-24T12:00:00.000Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const hour = 3_600_000;

describe('an instant on a page', () => {
  // mutant: Math.round for Math.trunc in distance, caught here
  test('is never shown further away than it is', () => {
    expect(distance(later(5 * hour + 59 * 60_000), now)).toBe('in 5 hours');
    expect(distance(later(47 * hour), now)).toBe('in 47 hours');
    expect(distance(later(48 * hour), now)).toBe('in 2 days');
    expect(distance(later(-90 * 60_000), now)).toBe('1 hour ago');
    expect(distance(later(30_000), now)).toBe('in less than a minute');
  });

  test('names its zone, on both sides of a change of the clocks', () => {
    expect(calendarTime(new Date('2026-10-25T00:30:00.000Z'), 'Europe/Prague')).toMatch(/02:30.*(CEST|GMT\+2)/);
    expect(calendarTime(new Date('2026-10-25T01:30:00.000Z'), 'Europe/Prague')).toMatch(/02:30.*(CET|GMT\+1)/);
  });

  test('says how many hours of a promise are left, or over', () => {
    expect(hoursLeft(later(41 * hour + 1).toISOString(), now)).toEqual({ text: '41 h left', over: false, soon: false });
    expect(hoursLeft(later(20 * 60_000).toISOString(), now)).toEqual({ text: '20 min left', over: false, soon: true });
    expect(hoursLeft(later(-3 * hour).toISOString(), now)).toEqual({ text: '3 h over', over: true, soon: false });
  });
});
