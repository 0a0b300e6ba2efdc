// Every transform by the word that names it in a policy: adding one is one file with one row here.
import { address } from './address.ts';
import { clamp } from './clamp.ts';
import { dictionary } from './dictionary.ts';
import { generalize } from './generalize.ts';
import { keep } from './keep.ts';
import { noise } from './noise.ts';
import { permute } from './permute.ts';
import { person } from './person.ts';
import { preserveFormat } from './preserve-format.ts';
import { pseudonymize } from './pseudonymize.ts';
import { redact } from './redact.ts';
import { round } from './round.ts';
import { shiftDates } from './shift-dates.ts';
import type { TransformTable } from './transform.ts';

export const transformTable: TransformTable = {
  keep,
  pseudonymize,
  permute,
  preserveFormat,
  dictionary,
  person,
  address,
  generalize,
  shiftDates,
  clamp,
  round,
  noise,
  redact,
};
