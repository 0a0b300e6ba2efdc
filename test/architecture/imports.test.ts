// DESIGN §2's import tables over the real source, and for each rule a violation that it must find.
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports-of.ts';
import { PROJECT } from './project.ts';
import { findImportCycles } from './rules/import-cycles.ts';
import { breaksApiRooms, breaksDatasetRooms, breaksFolderTable, importsBannedPackages } from './rules/import-rules.ts';
import { inventedTree } from './source-tree.ts';

/** A tree of one file that imports another. */
const importing = (from: string, target: string, statement = 'import { x } from') =>
  inventedTree({ [from]: `${statement} '${target.startsWith('.') ? target : `${up(from)}${target}`}';` });
const up = (from: string) => '../'.repeat(from.split('/').length - 1) || './';

test('the source is there to be judged', () => {
  expect(PROJECT.size).toBeGreaterThan(50);
  expect(importsOf(PROJECT).length).toBeGreaterThan(100);
});

test('sees imports of every form', () => {
  const tree = inventedTree({
    'api/a.ts': `import { b } from './b.ts';
      import type { c } from './c.ts';
      export { d } from './d.ts';
      const e = await import('./e.ts');
      let f: import('./f.ts').F;
      import './g.ts';
      import pulumi from '@pulumi/aws/s3/index.js';
      const notAnImport = "import { z } from './z.ts'";`,
  });
  expect(importsOf(tree).map(({ target, typeOnly }) => `${target}${typeOnly ? ' type' : ''}`)).toEqual([
    'api/b.ts',
    'api/c.ts type',
    'api/d.ts',
    'api/e.ts',
    'api/f.ts type',
    'api/g.ts',
    '@pulumi/aws',
  ]);
});

describe('top-level folders', () => {
  test('import only to their left', () => {
    expect(breaksFolderTable(PROJECT)).toEqual([]);
  });

  test.each([
    ['datasets/extract.ts', 'tracks/track.ts'],
    ['datasets/extract.ts', 'api/clock.ts'],
    ['tracks/track.ts', 'api/problems.ts'],
    ['infra/index.ts', 'api/env.ts'],
    ['sandbox-images/images.ts', 'infra/index.ts'],
    ['web/main.tsx', 'api/problems.ts'],
    ['api/app.ts', 'test/shared-data.ts'],
    ['api/app.ts', 'bench/median.ts'],
    ['tracks/track.ts', 'datasets/extract.ts'],
    ['tracks/track.ts', 'datasets/policy/parse-policy.ts'],
  ])('%s must not import %s', (from, target) => {
    expect(breaksFolderTable(importing(from, target))).toEqual([expect.stringContaining(`${from} imports ${target}`)]);
  });

  test.each([
    ['api/app.ts', 'datasets/extract.ts'],
    ['api/app.ts', 'infra/index.ts'],
    ['test/x.test.ts', 'api/app.ts'],
    ['bench/benches/bank.ts', 'datasets/bank/generate-bank.ts'],
  ])('%s may import %s', (from, target) => {
    expect(breaksFolderTable(importing(from, target))).toEqual([]);
  });

  test('tracks may import types of policies', () => {
    const tree = importing('tracks/track.ts', 'datasets/policy/extract-policy.ts', 'import type { P } from');
    expect(breaksFolderTable(tree)).toEqual([]);
  });
});

describe('rooms of api/', () => {
  test('import only earlier rooms', () => {
    expect(breaksApiRooms(PROJECT)).toEqual([]);
  });

  test.each([
    ['api/store/store.ts', 'api/audit/audit-log.ts'],
    ['api/people/people.ts', 'api/sandboxes/sandbox-runtime.ts'],
    ['api/cohorts/apply.ts', 'api/review/queue.ts'],
    ['api/submissions/seal.ts', 'api/outcomes/events.ts'],
    ['api/notices/mail.ts', 'api/pages/page.ts'],
    ['api/people/people.ts', 'api/env.ts'],
    ['api/people/people.ts', 'api/app.ts'],
    ['api/people/people.ts', 'api/cli/main.ts'],
    ['api/attic/box.ts', 'api/store/store.ts'],
    ['api/sandboxes/reconcile.ts', 'api/sandboxes/runtimes/docker/docker-runtime.ts'],
    ['api/sandboxes/runtimes/docker/docker-runtime.ts', 'api/sandboxes/reconcile.ts'],
    ['api/sandboxes/runtimes/docker/docker-runtime.ts', 'api/sandboxes/runtimes/workspace/workspace-runtime.ts'],
    ['api/sandboxes/runtimes/docker/docker-runtime.ts', 'api/programmes/programmes.ts'],
    ['api/sandboxes/runtimes/channel-agent.ts', 'api/sandboxes/reconcile.ts'],
  ])('%s must not import %s', (from, target) => {
    expect(breaksApiRooms(importing(from, target))).toEqual([expect.stringContaining(`${from} imports ${target}`)]);
  });

  test.each([
    ['api/review/queue.ts', 'api/submissions/seal.ts'],
    ['api/pages/page.ts', 'api/outcomes/events.ts'],
    ['api/people/people.ts', 'api/problems.ts'],
    ['api/sandboxes/probe.ts', 'api/clock.ts'],
    ['api/server.ts', 'api/sandboxes/runtimes/docker/docker-runtime.ts'],
    ['api/cli/main.ts', 'api/review/queue.ts'],
    ['api/sandboxes/runtimes/docker/docker-runtime.ts', 'api/sandboxes/sandbox-runtime.ts'],
    ['api/sandboxes/runtimes/docker/relay/pool.ts', 'api/sandboxes/runtimes/docker/docker-runtime.ts'],
    ['api/sandboxes/runtimes/docker/docker-runtime.ts', 'api/sandboxes/runtimes/channel-agent.ts'],
    ['api/sandboxes/probe.ts', 'api/sandboxes/runtimes/channel-agent.ts'],
  ])('%s may import %s', (from, target) => {
    expect(breaksApiRooms(importing(from, target))).toEqual([]);
  });
});

describe('rooms of datasets/', () => {
  test('import only earlier rooms', () => {
    expect(breaksDatasetRooms(PROJECT)).toEqual([]);
  });

  test.each([
    ['datasets/engines/engine.ts', 'datasets/policy/extract-policy.ts'],
    ['datasets/policy/parse-policy.ts', 'datasets/transforms/keep.ts'],
    ['datasets/sources/source.ts', 'datasets/privacy/gate-check.ts'],
    ['datasets/bank/generate-bank.ts', 'datasets/engines/engine.ts'],
    ['datasets/subset/units.ts', 'datasets/extract.ts'],
    ['datasets/attic/box.ts', 'datasets/engines/engine.ts'],
  ])('%s must not import %s', (from, target) => {
    expect(breaksDatasetRooms(importing(from, target))).toEqual([expect.stringContaining(`${from} imports ${target}`)]);
  });
});

describe('packages', () => {
  test('are imported only where they belong', () => {
    expect(importsBannedPackages(PROJECT)).toEqual([]);
  });

  test.each([
    ['datasets/extract.ts', 'fastify'],
    ['datasets/extract.ts', '@fastify/cookie'],
    ['datasets/extract.ts', 'node:http'],
    ['tracks/track.ts', 'dockerode'],
    ['tracks/track.ts', '@pulumi/aws/s3/index.js'],
    ['infra/index.ts', 'fastify'],
    ['sandbox-images/images.ts', 'zod'],
    ['sandbox-images/images.ts', 'node:fs'],
  ])('%s must not import %s', (from, name) => {
    expect(importsBannedPackages(inventedTree({ [from]: `import x from '${name}';` }))).toHaveLength(1);
  });
});

describe('circles', () => {
  test('there are none', () => {
    expect(findImportCycles(PROJECT)).toEqual([]);
  });

  test('are found through any number of files, by types too', () => {
    const tree = inventedTree({
      'api/a.ts': "import { b } from './b.ts';",
      'api/b.ts': "import type { C } from './store/c.ts';",
      'api/store/c.ts': "export { a } from '../a.ts';",
      'api/d.ts': "import { a } from './a.ts';",
    });
    expect(findImportCycles(tree)).toEqual(['api/a.ts → api/b.ts → api/store/c.ts → api/a.ts']);
  });
});
