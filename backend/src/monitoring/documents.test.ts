import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActionLimit } from './action-limit.ts';
import { budgetParts } from './budget-parts.ts';
import { formatSize, formatThreshold } from './format-size.ts';
import { healthDocument } from './health-document.ts';

const MIB = 1024 * 1024;

describe('sizes', () => {
  it.each([
    [512.45 * MIB, '512.45 MB'],
    [0, '0.00 MB'],
    [1023.994 * MIB, '1023.99 MB'],
    [2048 * MIB, '2.00 GB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('rounds thresholds to whole megabytes', () => {
    expect(formatThreshold(1536.4 * MIB)).toBe('1536 MB');
  });
});

it('prints the health document as the guides show it', () => {
  const document = healthDocument({
    status: 'healthy',
    heapLimitBytes: 2048 * MIB,
    heapUsedBytes: 512 * MIB,
    detachedContexts: 0,
    rssBytes: 678.23 * MIB,
    externalBytes: 12.34 * MIB,
    budgetBytes: 2048 * MIB,
    warningRatio: 0.75,
    criticalRatio: 0.85,
  });
  expect(document).toEqual({
    status: 'healthy',
    v8: {
      heapSizeLimit: '2.00 GB',
      usedHeapSize: '512.00 MB',
      heapUsedPercent: '25.00%',
      numberOfDetachedContexts: 0,
    },
    process: { rss: '678.23 MB', heapUsed: '512.00 MB', external: '12.34 MB' },
    thresholds: {
      heapWarning: '75%',
      heapCritical: '85%',
      rssWarning: '1536 MB',
      rssCritical: '1741 MB',
    },
  });
});

it('splits every working set into parts that sum up to it, unexplained bytes never below zero', () => {
  const bytes = fc.integer({ min: 0, max: 4096 * MIB });
  fc.assert(
    fc.property(bytes, bytes, fc.array(bytes, { maxLength: 9 }), (workingSet, heap, held) => {
      const accounted = held.reduce((total, used) => total + used, heap);
      const parts = budgetParts({
        workingSetBytes: workingSet,
        heapGrowthBytes: heap,
        unexplainedBytes: workingSet - accounted,
        standing: held
          .slice(0, 2)
          .map((size, index) => ({ name: `standing-${index}`, bytes: size })),
        pools: held.slice(2).map((usedBytes, index) => ({ name: `pool-${index}`, usedBytes })),
      } as never);
      expect(parts.reduce((total, part) => total + part.bytes, 0)).toBe(workingSet);
      expect(parts.at(-1)?.bytes).toBeGreaterThanOrEqual(0);
    }),
  );
});

describe('ActionLimit', () => {
  it('lets so many through in a window and says when the next one may come', () => {
    let nowMs = 0;
    const limit = new ActionLimit(2, 1000, () => nowMs);
    limit.take();
    nowMs = 400;
    limit.take();
    expect(() => limit.take()).toThrow(
      expect.objectContaining({
        code: 'HTTP_TOO_MANY_REQUESTS',
        facts: expect.objectContaining({ retryAfterSeconds: 1 }),
      }),
    );
    nowMs = 1000;
    limit.take();
    expect(() => limit.take()).toThrow('2 times in 1 s');
  });
});
