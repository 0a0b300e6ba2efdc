// Page tokens: opaque to the caller, the last row's sort key to us.
import { z } from 'zod';
import { Problem } from '../problems.ts';

/** What every list takes: at most 200 rows a page. */
export const PageQuery = z.object({
  pageToken: z.string().max(500).optional(),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Makes the token that continues after a row with these sort values. */
export function pageToken(after: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(after)).toString('base64url');
}

/** The sort values in a token, checked by `shape`; undefined without a token. Throws `invalid-request` on a token we never gave. */
export function parsePageToken<T>(token: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (token === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new Problem('invalid-request', 'The page token is none of ours: start again without pageToken.', { cause });
  }
}
