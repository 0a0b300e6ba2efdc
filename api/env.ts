// The only reader of the process environment.
import { resolve } from 'node:path';
import { z } from 'zod';
import { Problem } from './problems.ts';

const Flag = z
  .enum(['', '0', '1'], { error: 'expected 1 or 0' })
  .default('')
  .transform((value) => value === '1');

const Variables = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected a URL such as postgresql://user@host:5432/practicum')
    .optional(),
  PRACTICUM_STATE: z.string().min(1).optional(),
  PRACTICUM_BLOBS: z
    .string()
    .regex(/^dir:./, 'expected dir:/path/of/a/folder')
    .optional(),
  PRACTICUM_ALLOW_TEST_CLOCK: Flag,
  PRACTICUM_LEASHED: Flag,
  npm_lifecycle_event: z.string().optional(),
  PRACTICUM_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

export type Environment = {
  /** PostgreSQL instead of the embedded database. */
  databaseUrl: string | undefined;
  stateFolder: string | undefined;
  /** A folder for blobs instead of the default: the state directory with the embedded database, rows on PostgreSQL. */
  blobsFolder: string | undefined;
  /** A store whose clock was shifted (as tests do) may be used. */
  allowTestClock: boolean;
  /** Set by the launcher: this process ends when its parent's IPC channel closes. */
  leashed: boolean;
  /** By `npm start`: npm puts a shell between us, so that its end does not reach us. */
  startedByNpm: boolean;
  logLevel: z.infer<typeof Variables>['PRACTICUM_LOG_LEVEL'];
};

/** Throws `invalid-request` naming each variable that cannot be understood. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Problem('invalid-request', `The environment cannot be understood. ${wrong.join('; ')}.`, {
      cause: parsed.error,
    });
  }
  const read = parsed.data;
  return {
    databaseUrl: read.DATABASE_URL,
    stateFolder: read.PRACTICUM_STATE,
    blobsFolder: read.PRACTICUM_BLOBS === undefined ? undefined : resolve(read.PRACTICUM_BLOBS.slice('dir:'.length)),
    allowTestClock: read.PRACTICUM_ALLOW_TEST_CLOCK,
    leashed: read.PRACTICUM_LEASHED,
    startedByNpm: read.npm_lifecycle_event === 'start',
    logLevel: read.PRACTICUM_LOG_LEVEL,
  };
}
