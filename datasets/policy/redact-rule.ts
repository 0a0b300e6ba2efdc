// What a policy says of a text column that is redacted instead of dropped.
import { z } from 'zod';
import { entityTypes } from '../identifiers/recognizers/entity-types.ts';
import { columnPath } from './names.ts';

const notAccepted =
  'expected a number between 0 and 1: free text is dropped unless the steward says what share of personal values must be found in it';

export const Redact = z.strictObject({
  /** What recognizers may find; the source's declared identifiers are taken out whatever this says. */
  types: z.union([z.literal('all'), z.array(z.enum(entityTypes)).min(1)]).default('all'),
  /** Further source columns, as table.column, whose values are looked for as they are. */
  own: z.array(columnPath).default([]),
  /** The least recall, on planted probes, with which the steward lets the text leave. */
  acceptedRecall: z.number({ error: notAccepted }).min(0).max(1),
});
export type Redact = z.infer<typeof Redact>;
