// Reads the stack's configuration of the foundation.
import { z } from 'zod';

const PREFIX = 'practicum:';
const NAME = 'a name of 2 to 24 lower-case letters, digits or hyphens, starting with a letter';
const DAYS = 'a whole number of days from 1 to 30';

export const FoundationConfig = z.strictObject({
  /** Short enough that the bucket's name, with account number, stays within S3's 63 characters. */
  installation: z.string(NAME).regex(/^[a-z][a-z0-9-]{0,22}[a-z0-9]$/, NAME),
  /** Days after which parts of an upload that never ended are removed. */
  incompleteUploadDays: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(30, DAYS).default(2),
});
export type FoundationConfig = z.infer<typeof FoundationConfig>;

/**
 * Parses all of a stack's settings as Pulumi gives them ("practicum:installation" → text); settings of other namespaces,
 * such as aws:region, are not ours. Throws one Error that names every wrong setting and the command that mends it.
 */
export function parseFoundationConfig(settings: Record<string, string>): FoundationConfig {
  const own = Object.entries(settings).filter(([name]) => name.startsWith(PREFIX));
  const parsed = FoundationConfig.safeParse(
    Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value])),
  );
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(describeIssue(settings));
  throw new Error(`foundation: the stack's configuration cannot be used\n${faults.join('\n')}`, {
    cause: parsed.error,
  });
}

const describeIssue = (settings: Record<string, string>) => (issue: z.core.$ZodIssue) => {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `${PREFIX}${key}`);
    return `- ${keys.join(', ')}: no such setting; remove it with: pulumi config rm ${keys[0]}`;
  }
  const name = `${PREFIX}${issue.path.join('.')}`;
  const got = name in settings ? JSON.stringify(settings[name]) : 'nothing';
  return `- ${name}: expected ${issue.message}, got ${got}; set it with: pulumi config set ${name} VALUE`;
};
