// The manifest of a sealed extract: what is in it, under which policy, with the digest of every file.
import { z } from 'zod';
import { PolicySigner } from '../keys/policy-signature.ts';
import { SignedWaiver } from '../policy/waiver.ts';
import { GateCheck } from '../privacy/gate-check.ts';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const ManifestTable = z.strictObject({
  name: z.string(),
  /** Path inside the extract. */
  file: z.string(),
  rows: z.int().nonnegative(),
  /** Output columns that identify a row; empty where the policy dropped them. */
  key: z.array(z.string()),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), transform: z.string() })),
});
export type ManifestTable = z.infer<typeof ManifestTable>;

export const ExtractManifest = z.strictObject({
  format: z.literal('practicum-extract/1'),
  policy: z.strictObject({
    name: z.string(),
    useCase: z.string(),
    /** What part of the policy this is, mostly named for a track; null for all of it. */
    view: z.string().nullable(),
    /** Of the policy whole, as it was signed. */
    sha256: sha256Hex,
    /** Of the copy that is sealed here: another where parts of the policy lie with the answer key alone. */
    sealedSha256: sha256Hex,
    /** Who signed the policy, or null where nobody did and the run was told to go on without. */
    signedBy: PolicySigner.nullable(),
  }),
  /** Names the key without giving anything of it away. */
  keyFingerprint: z.string(),
  /** Ed25519, raw 32 bytes as base64: `manifest.sig` holds its signature over the bytes of this file. */
  publicKey: z.string(),
  subject: z.strictObject({
    table: z.string(),
    rows: z.int().nonnegative(),
    suppressed: z.int().nonnegative(),
    /** The overfetch: rows that no chosen subject owns, here because something points at them. */
    broughtAlong: z.array(z.strictObject({ table: z.string(), rows: z.int().positive() })),
  }),
  tables: z.array(ManifestTable),
  /** Relations whose columns on both sides are in the extract. */
  relations: z.array(
    z.strictObject({
      child: z.string(),
      columns: z.array(z.string()),
      parent: z.string(),
      parentColumns: z.array(z.string()),
    }),
  ),
  /** Where words and people come from, with the columns in which a real value may come back; null where none are used. */
  drawnFrom: z
    .strictObject({
      faker: z.string(),
      matchesByChance: z.array(
        z.strictObject({
          table: z.string(),
          column: z.string(),
          /** Entries that a replacement is drawn from. */
          entries: z.int().nonnegative(),
          /** Rows whose own value stands among them; of these so many are expected to draw it. */
          rowsAmongThem: z.int().nonnegative(),
          expectedMatches: z.number().nonnegative(),
        }),
      ),
    })
    .nullable()
    .default(null),
  checks: z.array(GateCheck),
  /** Those that let a failed check of this extract pass, as the data steward signed them. */
  waivers: z.array(SignedWaiver),
  /** Every file but manifest.json and manifest.sig, by path. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative(), sha256: sha256Hex })),
});
export type ExtractManifest = z.infer<typeof ExtractManifest>;

export type ExtractVerification = {
  ok: boolean;
  /** `sha256:<hex of manifest.json>`, or an empty string where there is no manifest to digest. */
  digest: string;
  /** One sentence per flipped, missing or extra file; empty when `ok`. */
  problems: string[];
};
