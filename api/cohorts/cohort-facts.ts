// Gathers what a manifest is held against: people, extracts, content, the runtime.
import type { TrackName } from '../../tracks/track.ts';
import type { UseCase } from '../../tracks/use-case.ts';
import { findPeopleByEmail, type Person } from '../people/find-person.ts';
import { findExtractByDigest, type RegisteredExtract } from '../programmes/extracts.ts';
import type { RuntimeCapacity } from '../sandboxes/sandbox-runtime.ts';
import type { ProgrammeId } from '../store/ids.ts';
import type { CohortDeps } from './cohort-deps.ts';
import { type CohortManifest, extractOf, type ParsedManifest, parseManifest } from './cohort-manifest.ts';
import { findUseCase } from './use-case-content.ts';

export type CohortFacts = ParsedManifest & {
  text: string;
  programmeId: ProgrammeId;
  /** By address. */
  people: ReadonlyMap<string, Person>;
  /** Those of the digests that are registered. */
  extracts: ReadonlyMap<string, RegisteredExtract>;
  useCase: UseCase | undefined;
  /** Undefined: this process does not have the runtime. */
  capacity: RuntimeCapacity | undefined;
};

/** Reads, and never writes. Throws `invalid-document`. */
export async function gatherFacts(deps: CohortDeps, programmeId: ProgrammeId, text: string): Promise<CohortFacts> {
  const parsed = parseManifest(text);
  const { manifest } = parsed;
  const { db } = deps.store;
  const addresses = [...manifest.roster, ...manifest.reviewers].map((entry) => entry.email);
  const extracts = new Map<string, RegisteredExtract>();
  for (const digest of new Set(tracksOf(manifest).map((track) => extractOf(manifest, track)))) {
    const extract = await findExtractByDigest(db, programmeId, digest);
    if (extract) extracts.set(digest, extract);
  }
  return {
    ...parsed,
    text,
    programmeId,
    people: await findPeopleByEmail(db, programmeId, addresses),
    extracts,
    useCase: await findUseCase(manifest.useCase),
    capacity: await deps.runtimes.get(manifest.runtime)?.inspectCapacity(),
  };
}

/** Tracks that the roster has learners on. */
export function tracksOf(manifest: CohortManifest): TrackName[] {
  return [...new Set(manifest.roster.map((seat) => seat.track))];
}
