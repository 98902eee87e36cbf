import type { Finding, FindingSite } from '@lexiflow/memory';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/testing/open-test-database.ts';
import { monitoringLimits } from '../monitoring.limits.ts';
import { LeakFindingRepository } from './leak-finding.repository.ts';

const finding = (n: number, over: Partial<Finding> = {}): Finding => ({
  fingerprint: n.toString(16).padStart(16, '0'),
  status: 'suspect',
  kind: 'map',
  holder: `Service${n}.#rows`,
  sentence: `Service${n}.#rows: Map 0 → ${n}`,
  suggestion: 'Remove entries.',
  evidence: [{ kind: 'growth', detail: 'grows' }],
  allocation: null,
  watchKind: null,
  fromSize: 0,
  size: n,
  entriesPerSecond: 1.5,
  bytesPerHour: null,
  ownBytesPerHour: null,
  timeToLimitMs: null,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
  isKnown: false,
  ...over,
});

describe('the stored leak findings', () => {
  let database: Database;
  let repository: LeakFindingRepository;

  beforeAll(async () => {
    database = await openTestDatabase();
    repository = new LeakFindingRepository(database);
  });
  beforeEach(() => repository.clear());
  afterAll(() => database.close());

  it('come back as they were, the latest first', async () => {
    await repository.save(finding(1));
    await repository.save(finding(3, { status: 'convicted', bytesPerHour: 5e6 }));
    await repository.save(finding(2));
    expect(await repository.load()).toEqual([
      finding(3, { status: 'convicted', bytesPerHour: 5e6 }),
      finding(2),
      finding(1),
    ]);
  });

  it('come back with their stack, those of versions that kept none with an empty one', async () => {
    const site = { functionName: 'add', file: 'rows.ts', line: 3, liveBytes: 4096 };
    const stack = [{ functionName: 'add', file: 'rows.ts', line: 3 }];
    await repository.save(finding(2, { allocation: { ...site, stack } }));
    await repository.save(finding(1, { allocation: site as FindingSite }));
    const stacks = (await repository.load()).map(({ allocation }) => allocation?.stack);
    expect(stacks).toEqual([stack, []]);
  });

  it('are one for each place: the newer replaces the older', async () => {
    await repository.save(finding(1));
    const later = finding(1, { status: 'gone', size: 7, lastSeenAt: '2026-02-01T00:00:00.000Z' });
    await repository.save(later);
    expect(await repository.load()).toEqual([later]);
  });

  it('keep when they were first seen, whoever stores them without knowing', async () => {
    const first = finding(1);
    await repository.save(first);
    const lastSeenAt = '2026-02-01T00:00:00.000Z';
    await repository.save(finding(1, { firstSeenAt: lastSeenAt, lastSeenAt }));
    expect(await repository.load()).toEqual([{ ...first, lastSeenAt }]);
  });

  it('are no more than the limit: those seen longest ago go first', async () => {
    const limit = monitoringLimits.storedFindings;
    for (let n = 0; n < limit + 3; n++) await repository.save(finding(n));
    const sizes = (await repository.load()).map((found) => found.size);
    expect(sizes).toHaveLength(limit);
    expect(sizes[0]).toBe(limit + 2);
    expect(sizes.at(-1)).toBe(3);
  });

  it('are gone when they are cleared', async () => {
    await repository.save(finding(1));
    await repository.clear();
    expect(await repository.load()).toEqual([]);
  });
});
