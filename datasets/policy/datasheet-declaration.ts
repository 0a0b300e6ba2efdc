// What only people can say of a dataset, for the datasheet that is sealed with an extract.
import { z } from 'zod';
import { name } from './names.ts';

export const DatasheetDeclaration = z.strictObject({
  /** Why the data was collected, and what it is to be practised on here. */
  motivation: name.optional(),
  /** How the source came to be: by whom, when, from whom, with what consent or legal ground. */
  collection: name.optional(),
  /** What is known to be missing, wrong or one-sided in the source. */
  limits: name.optional(),
  /** What the extract may be used for, and what it must not. */
  uses: name.optional(),
  mustNot: name.optional(),
  /** Who answers for it, how errors are reported, when it ends. */
  maintenance: name.optional(),
});
export type DatasheetDeclaration = z.infer<typeof DatasheetDeclaration>;
