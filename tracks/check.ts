// What a check is: a pure function from the files of a deliverable to findings.
import type { z } from 'zod';
import type { Task } from './use-case.ts';

export type Finding = {
  /** camelCase, stable: people filter by it. */
  code: string;
  /** `refuses`: the deliverable is not ready for a reviewer. `advises`: the reviewer and the author should know. */
  severity: 'refuses' | 'advises';
  path?: string;
  /** Counted from 1. */
  line?: number;
  /** Says what was expected, what was found, and how to mend it. */
  message: string;
};

/** `notRun`: what the check needs was not there; the findings say what. Never to be shown as passed. */
export type CheckResult = { outcome: 'passed' | 'failed' | 'notRun'; findings: Finding[] };

/** What an extract holds, as its manifest lists it. */
export type ExtractShape = { tables: readonly { name: string; columns: readonly string[] }[] };

export type CheckInput<P = unknown> = {
  /** Path in the deliverable → bytes. */
  files: ReadonlyMap<string, Uint8Array>;
  task: Task;
  parameters: P;
  extract: ExtractShape;
};

export type TrackCheck = {
  /** What a task may set, for the loader to hold against. */
  parameters: z.ZodType;
  run: (input: CheckInput) => CheckResult;
};

/** Binds a check to the schema of its parameters, so that tasks written in YAML meet typed code. */
export function declareCheck<S extends z.ZodType>(
  parameters: S,
  run: (input: CheckInput<z.infer<S>>) => CheckResult,
): TrackCheck {
  return { parameters, run: (input) => run({ ...input, parameters: parameters.parse(input.parameters) }) };
}
