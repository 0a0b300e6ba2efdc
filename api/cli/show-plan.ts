// A plan in words.
import type { Plan } from './cohort-shapes.ts';
import { type Findings, findingLines } from './finding-lines.ts';

const signs = { create: '+', change: '~', retire: '-' } as const;
const shownPerKind = 40;

/** Findings with their places in the manifest's files. */
export function showPlan(plan: Plan, { blockers, warnings }: { blockers: Findings; warnings: Findings }): string[] {
  const { create, keep, change, retire } = plan.seats;
  const counts = `${create.length} to create, ${change.length} to change, ${retire.length} to remove, ${keep.length} as they are`;
  return [
    `Cohort ${plan.cohort.key} (${plan.cohort.status}): ${plan.unchanged ? 'nothing to change' : counts}`,
    ...Object.entries(signs).flatMap(([kind, sign]) => {
      const seats = plan.seats[kind as keyof typeof signs];
      const shown = seats.slice(0, shownPerKind).map(({ track, email }) => `  ${sign} ${track.padEnd(12)} ${email}`);
      const more = seats.length - shown.length;
      return more > 0 ? [...shown, `  ${sign} … and ${more} more`] : shown;
    }),
    ...plan.tasks.map(({ track, task, dueAt }) => `  ${track.padEnd(12)} ${task} is due ${dueAt}`),
    ...(warnings.length > 0 ? ['Warnings:', ...findingLines(warnings)] : []),
    ...(blockers.length > 0 ? ['Blockers:', ...findingLines(blockers)] : []),
  ];
}
