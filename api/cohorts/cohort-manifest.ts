// The manifest of a cohort: its shape, read strictly from YAML with the line of whatever does not fit.
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { describeIssue } from '../../datasets/policy/describe-issue.ts';
import { lineOf as findLine } from '../../datasets/policy/locate.ts';
import { type TrackName, trackNames } from '../../tracks/track.ts';
import { Email } from '../people/email.ts';
import { TimeZone } from '../people/time-zone.ts';
import { Problem, type ProblemFinding } from '../problems.ts';
import { runtimeNames } from '../sandboxes/sandbox-runtime.ts';

const Key = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words or numbers joined by hyphens, such as pd-12-autumn');
const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'expected the digest of an extract: sha256: and 64 hex digits');
const Day = z.iso.date('expected a day such as 2026-11-23');
const Track = z.enum(trackNames, { error: `expected one of ${trackNames.join(', ')}` });

export const largestManifest = 2_000_000;
const mostSeats = 2_000;

export const CohortManifest = z.strictObject({
  cohort: Key,
  name: z.string().trim().min(1).max(200),
  useCase: Key,
  starts: Day,
  ends: Day,
  timeZone: TimeZone,
  runtime: z.enum(runtimeNames, { error: `expected one of ${runtimeNames.join(', ')}` }),
  /** One for all tracks; `extracts` names one per track instead. */
  extract: Digest.optional(),
  extracts: z.partialRecord(Track, Digest).optional(),
  roster: z
    .array(z.strictObject({ email: Email, track: Track }))
    .min(1, 'expected at least one learner')
    .max(mostSeats, `expected at most ${mostSeats} seats in one cohort`),
  reviewers: z.array(z.strictObject({ email: Email, tracks: z.array(Track).min(1) })).max(mostSeats),
  tasks: z.record(z.string(), z.strictObject({ dueDay: z.int().min(1).max(365) })).default({}),
});
export type CohortManifest = z.infer<typeof CohortManifest>;

export type ParsedManifest = {
  manifest: CohortManifest;
  /** The line (from 1) of a place such as ['roster', 3], or of its nearest parent that is there. */
  lineOf: (place: readonly PropertyKey[]) => number;
};

/** Throws `invalid-document` with a finding, and its line, for everything that does not fit. */
export function parseManifest(text: string): ParsedManifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineOf = (place: readonly PropertyKey[]) => findLine(document, lines, place);
  if (document.errors.length > 0) {
    throw refused(
      document.errors.map((error) => ({
        code: 'invalidYaml',
        message: error.message,
        line: lines.linePos(error.pos[0]).line,
      })),
    );
  }
  const input = readValue(document);
  const parsed = CohortManifest.safeParse(input);
  if (!parsed.success) throw refused(parsed.error.issues.flatMap((issue) => findingsOf(issue, input, lineOf)));
  const manifest = parsed.data;
  const findings = [...findDuplicates(manifest, lineOf), ...findExtractFaults(manifest, lineOf)];
  if (findings.length > 0) throw refused(findings);
  return { manifest, lineOf };
}

/** The digest of the extract that a track works on. */
export function extractOf(manifest: CohortManifest, track: TrackName): string {
  const digest = manifest.extracts?.[track] ?? manifest.extract;
  if (digest === undefined) throw new Error(`the manifest was parsed without an extract for ${track}`);
  return digest;
}

function readValue(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // The library refuses documents whose aliases unfold to something huge.
    throw new Problem('invalid-document', 'The manifest cannot be read: write it without aliases.', { cause });
  }
}

function findingsOf(issue: z.core.$ZodIssue, input: unknown, lineOf: ParsedManifest['lineOf']): ProblemFinding[] {
  const unknown = issue.code === 'unrecognized_keys';
  const issues = unknown ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
  return issues.map((one) => {
    const described = describeIssue(one, CohortManifest, input);
    const path = pathOf(described.path);
    const message = path === '' ? `the manifest: ${described.sentence}` : `${path}: ${described.sentence}`;
    return { code: unknown ? 'unknownKey' : 'invalidValue', message, path, line: lineOf(described.path) };
  });
}

function findDuplicates(manifest: CohortManifest, lineOf: ParsedManifest['lineOf']): ProblemFinding[] {
  const seen = new Map<string, number>();
  return manifest.roster.flatMap(({ email, track }, index) => {
    const first = seen.get(`${email} ${track}`);
    if (first === undefined) {
      seen.set(`${email} ${track}`, index);
      return [];
    }
    const message = `${email} is on ${track} already, on line ${lineOf(['roster', first])}: keep one line a seat`;
    return [{ code: 'duplicateSeat', message, path: `roster.${index}`, line: lineOf(['roster', index]) }];
  });
}

function findExtractFaults(manifest: CohortManifest, lineOf: ParsedManifest['lineOf']): ProblemFinding[] {
  const fault = (message: string, key: string) => [{ code: 'extract', message, path: key, line: lineOf([key]) }];
  if (manifest.extract !== undefined && manifest.extracts !== undefined) {
    return fault('expected either extract (for all tracks) or extracts (one per track), got both', 'extracts');
  }
  if (manifest.extract === undefined && manifest.extracts === undefined) {
    return fault('expected extract: sha256:… (or extracts, one per track), got neither', 'extract');
  }
  if (manifest.extract !== undefined) return [];
  const tracks = new Set(manifest.roster.map((seat) => seat.track));
  return [...tracks]
    .filter((track) => manifest.extracts?.[track] === undefined)
    .flatMap((track) => fault(`extracts names none for ${track}, which the roster has learners on`, 'extracts'));
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function refused(findings: readonly ProblemFinding[]): Problem {
  const first = findings[0];
  const where = first?.line === undefined ? '' : ` Line ${first.line}:`;
  const rest = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return new Problem('invalid-document', `The manifest of the cohort does not fit.${where} ${first?.message}${rest}`, {
    findings,
  });
}
