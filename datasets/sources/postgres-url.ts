// A PostgreSQL address taken apart, so that nothing ever prints its credentials.
import { ExtractError } from '../extract-error.ts';

export type PostgresAddress = {
  connection: {
    host: string;
    port: number;
    user: string;
    password?: string;
    database: string;
    ssl?: boolean | { rejectUnauthorized: boolean };
  };
  /** host:port/database: safe to print. */
  label: string;
  /** Takes every credential out of a text. */
  redact: (text: string) => string;
};

export const isPostgresUrl = (source: string): boolean => /^postgres(ql)?:\/\//.test(source);

/** Throws ExtractError `bad-source` that repeats nothing of the URL. */
export function parsePostgresUrl(source: string): PostgresAddress {
  const parsed = URL.parse(source);
  if (!parsed?.hostname) throw refusal('an address that is no URL');
  const user = decoded(parsed.username);
  const password = decoded(parsed.password);
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = Number(parsed.port || 5432);
  const database = decoded(parsed.pathname.slice(1)) || user;
  const sslMode = parsed.searchParams.get('sslmode');
  return {
    connection: {
      host,
      port,
      user,
      database,
      ...(password ? { password } : {}),
      ...(sslMode && sslMode !== 'disable' ? { ssl: { rejectUnauthorized: sslMode.startsWith('verify') } } : {}),
    },
    label: `${host}:${port}/${database}`,
    redact: (text) =>
      [source, parsed.password, password]
        .filter((secret) => secret !== '')
        .reduce((left, secret) => left.replaceAll(secret, '***'), text),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal('one with a % that encodes nothing; write % as %25');
  }
}

const refusal = (got: string) =>
  new ExtractError('bad-source', `expected postgresql://user:password@host:port/database, got ${got}`);
