// Turns what zod says about a value into findings with the line of each place.
import type { z } from 'zod';
import type { Findings } from '../findings.ts';

type Shape = { path: string; lineOf: (place: readonly PropertyKey[]) => number };

/** The value, once it fits; undefined with one finding for every place that does not. */
export function holdToShape<S extends z.ZodType>(
  findings: Findings,
  schema: S,
  value: unknown,
  { path, lineOf }: Shape,
): z.infer<S> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const extra = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const places = extra.length > 0 ? extra.map((key) => [...issue.path, key]) : [issue.path];
    for (const place of places) {
      const line = lineOf(place);
      const name = place.map(String).join('.') || 'the whole';
      const wrong = extra.length > 0 ? 'is not part of the template; remove it' : issue.message;
      findings.refuse('shape', { path, line }, `${path} line ${line}, ${name}: ${wrong}.`);
    }
  }
  return undefined;
}
