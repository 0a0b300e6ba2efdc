// What a policy says of one column: exactly one transform, with the type of what it reads.
import { z } from 'zod';
import {
  addressParts,
  dictionaryClasses,
  dictionaryLocales,
  formatClasses,
  ownWords,
  personParts,
} from './dictionary-classes.ts';
import { columnPath, name } from './names.ts';
import { Redact } from './redact-rule.ts';

const ColumnType = z.union([
  z.enum(['text', 'integer', 'double', 'boolean', 'date', 'timestamp']),
  z.templateLiteral(['decimal(', z.int(), ',', z.int(), ')']),
]);

const Generalize = z.strictObject({
  /** Whole-number bands of this width: 1000 gives "2000..2999". */
  band: z.int().positive().optional(),
  /** A date to its year or month. */
  to: z.enum(['year', 'month']).optional(),
  /** A date to bands of years: 10 gives "1960..1969". */
  yearBand: z.int().positive().optional(),
  /** The first characters. */
  prefix: z.int().positive().optional(),
  /** Named values to others; everything else becomes `otherwise`, or null without one. */
  map: z.record(z.string(), z.string()).optional(),
  otherwise: z.string().optional(),
  /** A birth number YYMMDD… with months raised by 50 for women: its sex, or its birth year in bands of that many years. */
  birthNumber: z.union([z.literal('sex'), z.strictObject({ yearBand: z.int().positive() })]).optional(),
  /** `table.column` of the row that this column points at, instead of the pointer. */
  lookup: columnPath.optional(),
  /** A level of an ARX-style hierarchy: `file` lies beside the policy, `sha256` is its digest; 0 is the value itself. */
  hierarchy: z
    .strictObject({
      file: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'a file name without folders'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lowercase hex digits'),
      level: z.int().nonnegative(),
    })
    .optional(),
});
export type Generalize = z.infer<typeof Generalize>;

const locale = z.enum(dictionaryLocales).default('en');

const PreserveFormat = z.strictObject({
  class: z.enum(formatClasses),
  /** One number has one replacement in all columns of a domain, however it is spelled. */
  domain: name,
  /** What becomes of values that have not the form of the class; refused with their count when not given. */
  otherwise: z.literal('null').optional(),
});

const Noise = z.strictObject({
  /** No value moves further than this, either way. */
  within: z.number().positive(),
  /** Values move by multiples of this: the smallest that the column holds when not given. */
  step: z.number().positive().optional(),
  shape: z.enum(['uniform', 'triangular']).default('uniform'),
  /** A draw for every row, or one for all rows of a subject. */
  per: z.enum(['row', 'subject']).default('row'),
  /** Columns of one domain move alike in rows of one key; a column is its own domain when not given. */
  domain: name.optional(),
});
export type Noise = z.infer<typeof Noise>;

export const ColumnRule = z.preprocess(
  (rule) => (rule === 'keep' || rule === 'drop' ? { [rule]: true } : rule),
  z.strictObject(
    {
      /** Source column; the output column's own name when not given. */
      from: name.optional(),
      type: ColumnType.default('text'),
      /** Of a date or timestamp whose format differs from the source's. */
      format: name.optional(),
      keep: z.literal(true).optional(),
      drop: z.literal(true).optional(),
      /** Names the domain: one value has one pseudonym in all columns of a domain, another in every other domain. */
      pseudonymize: name.optional(),
      dictionary: z
        .strictObject({
          class: z.enum(dictionaryClasses),
          locale,
          /** Whether words may be used that the source uses itself: by default where many people share such a word. */
          ownWords: z.enum(ownWords).optional(),
        })
        .optional(),
      /** A keyed permutation of all whole numbers from `lowest` to `highest`. */
      permute: z.strictObject({ domain: name, lowest: z.int(), highest: z.int() }).optional(),
      preserveFormat: PreserveFormat.optional(),
      /** A part of somebody who does not exist; `of` names the source column that tells persons apart. */
      person: z
        .strictObject({ part: z.enum(personParts), of: name, locale, domain: name.default('person') })
        .optional(),
      address: z
        .strictObject({ part: z.enum(addressParts), of: name, locale, domain: name.default('address') })
        .optional(),
      generalize: Generalize.optional(),
      shiftDates: z.literal(true).optional(),
      /** What lies beyond becomes the bound; of a date its year. */
      clamp: z.strictObject({ bottom: z.number().optional(), top: z.number().optional() }).optional(),
      /** To the nearest multiple, halves away from zero. */
      round: z.strictObject({ to: z.number().positive() }).optional(),
      noise: Noise.optional(),
      redact: Redact.optional(),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'expected keep, drop or a mapping such as { pseudonymize: customer }' : undefined,
    },
  ),
);
export type ColumnRule = z.infer<typeof ColumnRule>;
