// What the cohorts room is composed with.
import type { SandboxDeps } from '../sandboxes/sandbox-deps.ts';

export type CohortDeps = SandboxDeps;
