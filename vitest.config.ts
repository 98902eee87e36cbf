import { defineConfig } from 'vitest/config';

export default defineConfig({
  // NestJS reads constructor types at run time, so the transform must emit decorator metadata.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'backend/src/**/*.test.ts',
      'frontend/src/**/*.test.{ts,tsx}',
      'monitoring/*/src/**/*.test.ts',
      'tools/**/*.test.ts',
      'deploy/**/*.test.ts',
      'tests/{memory,load,deploy,monitoring}/**/*.test.ts',
      'tests/{lighthouse,delivery}/**/*.test.ts',
    ],
    pool: 'forks',
    // A failure on another machine must be understood from its log.
    chaiConfig: { truncateThreshold: 0 },
    // The default leaves one core idle; most tests wait for a database or a process.
    maxWorkers: '100%',
    testTimeout: 30_000,
    // On a machine that does other things too, a second is soon over.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
  },
});
