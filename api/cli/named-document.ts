// A document as it is sent to the API, and where its parts stand in the files it was read from.
import { isAbsolute, relative } from 'node:path';
import { Problem, type ProblemFinding } from '../problems.ts';
import type { Call } from './call.ts';

export type NamedDocument<T> = {
  content: T;
  /** The place in a file that a finding of the API means. */
  placeOf: (finding: ProblemFinding) => { file: string; line?: number | undefined };
};

/** Runs work that sends the document: a refusal of it comes back with `file:line` at each finding. */
export async function withPlaces<T, R>(call: Call, document: NamedDocument<T>, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.findings.length === 0) throw error;
    const findings = error.findings.map((finding) => placed(call, document, finding));
    throw new Problem(error.code, messageOf(error), { findings, cause: error });
  }
}

/** The finding with a file for a path; the path inside the document stays in its words. */
export function placed<T>(call: Call, document: NamedDocument<T>, finding: ProblemFinding): ProblemFinding {
  const { file, line } = document.placeOf(finding);
  const inside = finding.path;
  const message =
    inside === undefined || finding.message.includes(inside) ? finding.message : `${inside}: ${finding.message}`;
  return { code: finding.code, message, path: shorten(call, file), ...(line === undefined ? {} : { line }) };
}

// The API's sentence names a line of the text it was sent, which for an inlined roster is not the line in its file.
function messageOf({ code, message, findings }: Problem): string {
  if (code !== 'invalid-document') return message;
  return `Refused, nothing was changed. ${findings.length === 1 ? 'One thing is' : `${findings.length} things are`} to mend:`;
}

/** As the command line would name it. */
export function shorten(call: Call, path: string): string {
  const short = relative(call.folder, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}
