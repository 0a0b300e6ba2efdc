// Test projects by cost: unit (no process, no disk beyond temp), integration (databases, engines), e2e (the CLI as a user), browser.
import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], exclude: string[] = [], testTimeout = 30_000) => ({
  extends: true as const,
  test: { name, include, exclude: ['node_modules/**', ...exclude], testTimeout, hookTimeout: testTimeout * 2 },
});

export default defineConfig({
  test: {
    globalSetup: ['test/postgres-cluster.ts'],
    reporters: ['default', './test/skips-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      project('unit', ['test/**/*.test.ts'], ['test/**/*.{integration,e2e,browser}.test.ts']),
      project('integration', ['test/**/*.integration.test.ts'], [], 120_000),
      project('e2e', ['test/**/*.e2e.test.ts'], [], 300_000),
      project('browser', ['test/**/*.browser.test.ts'], [], 120_000),
    ],
  },
});
