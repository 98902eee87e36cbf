import { defineConfig } from 'vitest/config';

/** Tests against a server that really runs: each file starts its own, on ports and in a folder of its own. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.test.ts'],
    pool: 'forks',
    // A failure on another machine must be understood from its log.
    chaiConfig: { truncateThreshold: 0 },
    // A file mostly waits, for a page or a server: two at a time take two thirds of the time on two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
