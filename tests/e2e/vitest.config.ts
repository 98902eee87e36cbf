import { defineConfig } from 'vitest/config';

/** Tests against a server that really runs, one after the other: each file starts its own. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.test.ts'],
    pool: 'forks',
    // A failure on another machine must be understood from its log.
    chaiConfig: { truncateThreshold: 0 },
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
