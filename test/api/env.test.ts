// The environment is understood or refused, never guessed at.
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../api/env.ts';

test('an empty environment means the embedded default; an empty variable counts as absent', () => {
  expect(readEnvironment({ DATABASE_URL: '', UNRELATED: 'x' })).toEqual({
    databaseUrl: undefined,
    stateFolder: undefined,
    blobsFolder: undefined,
    allowTestClock: false,
    leashed: false,
    startedByNpm: false,
    logLevel: 'warn',
  });
});

test('reads what it knows', () => {
  const variables = {
    DATABASE_URL: 'postgres://u@h/db',
    PRACTICUM_STATE: 'here',
    PRACTICUM_BLOBS: 'dir:blobs',
    PRACTICUM_ALLOW_TEST_CLOCK: '1',
    PRACTICUM_LEASHED: '1',
    PRACTICUM_LOG_LEVEL: 'info',
  };
  expect(readEnvironment(variables)).toEqual({
    databaseUrl: 'postgres://u@h/db',
    stateFolder: 'here',
    blobsFolder: resolve('blobs'),
    allowTestClock: true,
    leashed: true,
    startedByNpm: false,
    logLevel: 'info',
  });
});

test.each([
  [{ DATABASE_URL: 'mysql://h/db' }, 'DATABASE_URL: expected a URL such as postgresql://'],
  [{ PRACTICUM_BLOBS: '/blobs' }, 'PRACTICUM_BLOBS: expected dir:/path'],
  [{ PRACTICUM_ALLOW_TEST_CLOCK: 'yes' }, 'PRACTICUM_ALLOW_TEST_CLOCK: expected 1 or 0'],
  [{ PRACTICUM_LOG_LEVEL: 'loud' }, 'PRACTICUM_LOG_LEVEL: '],
])('refuses %o', (variables, message) => {
  expect(() => readEnvironment(variables)).toThrow(message);
});

test('knows that npm start has started it, and nothing else', () => {
  expect(readEnvironment({ npm_lifecycle_event: 'start' }).startedByNpm).toBe(true);
  expect(readEnvironment({ npm_lifecycle_event: 'test' }).startedByNpm).toBe(false);
});
