// Credentials are found, ordinary work is left alone.
import { expect, test } from 'vitest';
import { secrets } from '../../../tracks/checks/secrets.ts';

const found = (text: string) => secrets(new Map([['notes.md', new TextEncoder().encode(text)]]));

// Put together here, so that no scanner takes this file for a leak.
const letters = 'q7Zt2VbN8xKd4LmR9cYw3HsF6pJg1AeT5uQk';
const planted = {
  'a private key': `-----BEGIN ${'RSA PRIVATE'} KEY-----`,
  'an AWS access key id': `AKIA${'Q7ZT2VBN8XKD4LMR'}`,
  'a GitHub token': `ghp_${letters}`,
  'a Slack token': `xoxb-${'1234567890-abcdef'}`,
  'a password inside an address': `postgres://reader:${'s3cret'}@db.internal/bank`,
  'an npm token': `npm_${letters}`,
  'a secret in plain text': `api_key = "${letters}"`,
};

test.each(Object.entries(planted))('finds %s at its line, and does not repeat it', (what, secret) => {
  const findings = found(`first line\nhere: ${secret}\n`);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'secret', severity: 'refuses', path: 'notes.md', line: 2 });
  expect(findings[0]?.message).toContain(what);
  expect(findings[0]?.message).not.toContain(secret);
});

test.each([
  'The password policy of the bank asks for twelve characters.',
  'token: customer_identifier_column',
  ['secret = $', '{SECRET_FROM_ENVIRONMENT}'].join(''),
  'password: <<your password>>',
  'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'SELECT count(*) FROM loans WHERE rate_percent > 4.9',
  'https://example.org/reports/2026?key=a',
])('leaves alone: %s', (text) => {
  expect(found(text)).toEqual([]);
});
