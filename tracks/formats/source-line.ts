// Resolves a reference such as `model_pack.md:12` or `model_pack.md:12-14` to the text it points at.

export type SourceLines = { text: string } | { problem: string };

/** `documents`: path → text. Lines are counted from 1. The problem says what is wrong with the reference, without a full stop. */
export function linesAt(reference: string, documents: ReadonlyMap<string, string>): SourceLines {
  const match = /^(.+?):(\d+)(?:-(\d+))?$/.exec(reference.trim());
  if (!match?.[1])
    return {
      problem: `"${reference}" is no reference; write file:line, for example ${[...documents.keys()][0] ?? 'file.md'}:12`,
    };
  const document = documents.get(match[1]);
  if (document === undefined)
    return { problem: `there is no document "${match[1]}"; there are ${[...documents.keys()].join(', ') || 'none'}` };
  const lines = document.split('\n');
  const from = Number(match[2]);
  const to = Number(match[3] ?? match[2]);
  if (from < 1 || to < from || to > lines.length)
    return { problem: `"${reference}" lies outside ${match[1]}, which has ${lines.length} lines` };
  return { text: lines.slice(from - 1, to).join('\n') };
}
