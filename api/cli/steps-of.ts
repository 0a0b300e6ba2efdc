// Reads the path of a finding as steps into a document.

/** `people[3].email`, or `people.3.email`, as steps. */
export function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter(Boolean);
}
