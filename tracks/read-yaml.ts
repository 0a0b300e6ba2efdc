// Reads one YAML file against a schema, with the line of whatever does not fit.
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ContentError } from './content-error.ts';
import { closest } from './formats/closest.ts';

export type YamlFile<T> = {
  value: T;
  /** The line of a place in the file, or of its nearest parent that exists. */
  lineOf: (place: readonly PropertyKey[]) => number | undefined;
};

/** Throws a ContentError for YAML that cannot be read or does not fit. `file` is only named, `text` is read. */
export function readYaml<S extends z.ZodType>(file: string, text: string, schema: S): YamlFile<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken) throw new ContentError(file, lines.linePos(broken.pos[0]).line, broken.message, { cause: broken });

  const lineOf = (place: readonly PropertyKey[]): number | undefined => {
    for (let length = place.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(place.slice(0, length), true);
      const offset = (node as { range?: [number, number, number] } | undefined | null)?.range?.[0];
      if (offset !== undefined) return lines.linePos(offset).line;
    }
    return undefined;
  };

  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data, lineOf };
  const { place, what } = firstFault(parsed.error);
  throw new ContentError(file, lineOf(place), what, { cause: parsed.error });
}

/** The fault to tell first: an unknown key before a missing one, for the second is often the first misspelt. */
export function firstFault(error: z.ZodError): { place: PropertyKey[]; what: string } {
  for (const issue of error.issues) {
    const extra = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    if (extra === undefined) continue;
    const place = [...issue.path, extra];
    const missing = error.issues
      .filter((each) => each.path.length === place.length)
      .map((each) => String(each.path.at(-1)));
    const near = closest(extra, missing);
    const hint = near ? `did you mean "${near}"?` : 'remove it';
    return { place, what: `${place.map(String).join('.')} is not a key that belongs here; ${hint}` };
  }
  const issue = error.issues[0];
  const name = issue?.path.map(String).join('.') || 'the whole';
  return { place: issue?.path ?? [], what: `${name}: ${issue?.message ?? 'does not fit'}` };
}
