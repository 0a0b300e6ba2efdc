// Only api/env.ts reads the process's environment.
import { describe, expect, test } from 'vitest';
import { PROJECT } from './project.ts';
import { readsEnvironment } from './rules/environment-reads.ts';
import { inventedTree } from './source-tree.ts';

test('nothing else reads the environment', () => {
  expect(readsEnvironment(PROJECT)).toEqual([]);
});

describe('is found:', () => {
  test.each([
    ['api/app.ts', 'const port = process.env.PORT;'],
    ['api/cli/main.ts', "const { PORT } = process['env'];"],
    ['datasets/extract.ts', 'const { env } = process;'],
    ['datasets/extract.ts', 'const { env: settings } = globalThis.process;'],
    ['tracks/track.ts', "import { env } from 'node:process';"],
    ['infra/index.ts', "import { env as settings } from 'process';"],
    ['sandbox-images/base/supervisor.py', 'path = os.environ["PATH"]'],
  ])('%s: %s', (path, text) => {
    expect(readsEnvironment(inventedTree({ [path]: `// first line\n${text}` }))).toEqual([
      `${path}:2 reads the environment: only api/env.ts may`,
    ]);
  });
});

test.each([
  ['api/env.ts', 'process.env.PORT'],
  ['api/cli/bin/practicum.js', 'spawn(node, { env: { ...process.env } })'],
  ['test/x.test.ts', 'process.env.CI'],
  [
    'api/app.ts',
    '// process.env is read elsewhere\nconst text = "process.env"; const { env } = options; spawn(x, { env });',
  ],
])('%s may say: %s', (path, text) => {
  expect(readsEnvironment(inventedTree({ [path]: text }))).toEqual([]);
});
