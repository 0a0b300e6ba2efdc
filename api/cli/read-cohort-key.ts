// Finds which cohort a manifest is about.
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CliError } from './cli-error.ts';
import { CohortSummary } from './cohort-shapes.ts';
import type { PersonApi } from './person-api.ts';
import { readText } from './read-text.ts';

const KeyAlone = z.looseObject({ cohort: z.string().min(1) });

/** Nothing else of the manifest has to be right. */
export async function readCohortKey(path: string): Promise<string> {
  const document = parseDocument(await readText(path), { prettyErrors: false });
  const parsed = document.errors.length === 0 ? KeyAlone.safeParse(document.toJS()) : undefined;
  if (parsed?.success) return parsed.data.cohort;
  throw new CliError('refused', `${path}: expected a manifest with cohort: <key>, got none`);
}

/** Throws a refusal when there is no cohort of this key. */
export async function getCohortByKey(api: PersonApi, key: string) {
  const cohorts = await api.list('/api/cohorts', CohortSummary);
  const found = cohorts.find((cohort) => cohort.key === key);
  if (found) return found;
  const known = cohorts.map((cohort) => cohort.key).join(', ') || 'none';
  throw new CliError('refused', `There is no cohort ${key} here. There are: ${known}.`);
}
