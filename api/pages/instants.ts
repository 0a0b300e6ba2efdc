// Shows an instant both ways: how far away it is, what the calendar says.
import { type Html, html } from './html.ts';

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** Such as "in 5 hours", "2 days ago". Rounds towards zero, so that a promise is never shown longer than it is. */
export function distance(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  for (const [unit, size] of steps) {
    const threshold = unit === 'day' ? 2 * size : size;
    if (Math.abs(ms) >= threshold) return relative.format(Math.trunc(ms / size), unit);
  }
  return ms < 0 ? 'less than a minute ago' : 'in less than a minute';
}

/** Such as "Tue 24 Nov 2026, 14:00 CET", in an IANA time zone. */
export function calendarTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}

/** Relative and absolute, for machines too. `at` is ISO 8601. */
export function instant(at: string, clock: { now: Date; timeZone: string }): Html {
  const date = new Date(at);
  return html`<time datetime="${at}"><span class="distance">${distance(date, clock.now)}</span>
    <span class="calendar">${calendarTime(date, clock.timeZone)}</span></time>`;
}

/** Hours left until a due time as people say it: "41 h left", "3 h over". */
export function hoursLeft(due: string, now: Date): { text: string; over: boolean; soon: boolean } {
  const ms = new Date(due).getTime() - now.getTime();
  const hours = Math.floor(Math.abs(ms) / 3_600_000);
  const minutes = Math.floor((Math.abs(ms) % 3_600_000) / 60_000);
  const amount = hours >= 1 ? `${hours} h` : `${minutes} min`;
  return { text: ms < 0 ? `${amount} over` : `${amount} left`, over: ms < 0, soon: ms >= 0 && ms < 12 * 3_600_000 };
}
