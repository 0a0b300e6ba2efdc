// A time zone as people write it down: by its IANA name.
import { z } from 'zod';

export const TimeZone = z
  .string()
  .trim()
  .refine(isTimeZone, { error: 'expected a time zone by its IANA name such as Europe/Prague' });

function isTimeZone(name: string): boolean {
  // Intl also takes offsets such as +01:00, which know no summer time.
  if (!/^[A-Z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
