// Finds what keeps a manifest from being applied, each by name and line, and what its owner should know.
import type { ProblemFinding } from '../problems.ts';
import { type CohortFacts, tracksOf } from './cohort-facts.ts';
import { extractOf } from './cohort-manifest.ts';

/** Whatever the cohort has already; the rest of the blockers depends on that and is found by the plan. */
export function findBlockers(facts: CohortFacts): ProblemFinding[] {
  return [
    ...findPeopleFaults(facts),
    ...findReviewFaults(facts),
    ...findExtractFaults(facts),
    ...findContentFaults(facts),
    ...findRuntimeFaults(facts),
  ];
}

function findPeopleFaults({ manifest, people, lineOf }: CohortFacts): ProblemFinding[] {
  const faults = (list: 'roster' | 'reviewers', role: 'learner' | 'reviewer') =>
    manifest[list].flatMap(({ email }, index) => {
      const place = { path: `${list}.${index}`, line: lineOf([list, index]) };
      const person = people.get(email);
      if (!person) {
        const message = `${email} is not known here or has no valid profile: add them (practicum people add)`;
        return [{ code: 'unknownPerson', message, ...place }];
      }
      if (person.roles.includes(role)) return [];
      const held = person.roles.join(', ') || 'no role';
      return [{ code: 'missingRole', message: `${email} holds ${held}: give them the role ${role}`, ...place }];
    });
  return [...faults('roster', 'learner'), ...faults('reviewers', 'reviewer')];
}

/** Nobody reviews their own work, so each seat needs a reviewer of its track who is somebody else. */
function findReviewFaults({ manifest, lineOf }: CohortFacts): ProblemFinding[] {
  const uncovered = new Set<string>();
  return manifest.roster.flatMap(({ email, track }, index) => {
    const reviewers = manifest.reviewers.filter((reviewer) => reviewer.tracks.includes(track));
    if (reviewers.some((reviewer) => reviewer.email !== email)) return [];
    if (reviewers.length > 0) {
      const message = `${email} would be the only reviewer of their own work on ${track}: name another reviewer`;
      return [{ code: 'onlyOwnReviewer', message, path: `roster.${index}`, line: lineOf(['roster', index]) }];
    }
    if (uncovered.has(track)) return [];
    uncovered.add(track);
    const message = `nobody reviews ${track}, which the roster has learners on: name a reviewer for it`;
    return [{ code: 'noReviewer', message, path: 'reviewers', line: lineOf(['reviewers']) }];
  });
}

function findExtractFaults({ manifest, extracts, lineOf }: CohortFacts): ProblemFinding[] {
  return [...new Set(tracksOf(manifest).map((track) => extractOf(manifest, track)))].flatMap((digest) => {
    const key = manifest.extract === digest ? 'extract' : 'extracts';
    const fault = (code: string, message: string) => [{ code, message, path: key, line: lineOf([key]) }];
    const extract = extracts.get(digest);
    if (!extract) {
      return fault(
        'extractNotRegistered',
        `no extract ${digest} is registered: publish it (practicum extract publish)`,
      );
    }
    const closed = extract.manifest.checks.filter((check) => ['failed', 'not-computed'].includes(check.status));
    if (closed.length > 0) {
      const names = closed.map((check) => `${check.name} ${check.status}`).join(', ');
      return fault('extractGateClosed', `the gate of the extract is not open (${names}): make it again`);
    }
    if (extract.useCase === manifest.useCase) return [];
    const message = `the extract was made for the use case ${extract.useCase}, not ${manifest.useCase}`;
    return fault('extractOfAnotherUseCase', message);
  });
}

function findContentFaults({ manifest, useCase, lineOf }: CohortFacts): ProblemFinding[] {
  const faults: ProblemFinding[] = [];
  if (manifest.ends < manifest.starts) {
    const message = `the cohort ends on ${manifest.ends}, before it starts on ${manifest.starts}`;
    faults.push({ code: 'datesReversed', message, path: 'ends', line: lineOf(['ends']) });
  }
  if (!useCase) {
    const message = `there is no use case ${manifest.useCase}`;
    return [...faults, { code: 'unknownUseCase', message, path: 'useCase', line: lineOf(['useCase']) }];
  }
  const known = useCase.tracks.flatMap((track) => track.tasks.map((task) => task.key));
  for (const key of Object.keys(manifest.tasks)) {
    if (known.includes(key)) continue;
    const message = `the use case ${useCase.key} has no task ${key}: expected one of ${known.join(', ')}`;
    faults.push({ code: 'unknownTask', message, path: `tasks.${key}`, line: lineOf(['tasks', key]) });
  }
  return faults;
}

function findRuntimeFaults({ manifest, capacity, lineOf }: CohortFacts): ProblemFinding[] {
  const fault = (message: string) => [{ code: 'runtimeAbsent', message, path: 'runtime', line: lineOf(['runtime']) }];
  if (!capacity) return fault(`this installation does not have the runtime ${manifest.runtime}`);
  return capacity.state === 'unknown'
    ? fault(`the runtime ${manifest.runtime} cannot be used: ${capacity.reason}`)
    : [];
}

/** Tables and columns that the tasks speak of and the extract lacks: the cohort can be applied, some tasks cannot be done. */
export function findWarnings({ manifest, useCase, extracts, lineOf }: CohortFacts): ProblemFinding[] {
  return [...extracts.values()].flatMap((extract) =>
    (useCase?.extract.tables ?? []).flatMap((wanted) => {
      const place = { path: 'extract', line: lineOf([manifest.extract ? 'extract' : 'extracts']) };
      const table = extract.manifest.tables.find((each) => each.name === wanted.name);
      if (!table) {
        const message = `the extract has no table ${wanted.name}, which tasks of ${useCase?.key} speak of`;
        return [{ code: 'missingTable', message, ...place }];
      }
      const missing = wanted.columns.filter((name) => !table.columns.some((column) => column.name === name));
      if (missing.length === 0) return [];
      const message = `the extract's ${wanted.name} lacks ${missing.join(', ')}, which tasks of ${useCase?.key} speak of`;
      return [{ code: 'missingColumn', message, ...place }];
    }),
  );
}
