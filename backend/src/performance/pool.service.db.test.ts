import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { databaseLimits } from '../platform/database/database.limits.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { runningWork } from '../platform/work/running-work.ts';
import { PoolService } from './pool.service.ts';

describe('PoolService', () => {
  it('shows and logs a connection that is held for too long, once, without values', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    const database = await openTestDatabase({ migrations: [] });
    const service = new PoolService(database, logger);
    const work = { name: 'GET /api/cases', account: null, isRefusable: true, statements: null };
    const held = await runningWork.run(work, () => database.pool.connect());
    await held.run({ text: "select 'secret' as kept" });
    service.look();
    expect(service.state().heldTooLong).toEqual([]);
    Object.defineProperty(held, 'acquiredAtMs', {
      value: performance.now() - databaseLimits.heldTooLongMs - 1,
    });
    service.look();
    service.look();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      owner: 'GET /api/cases',
      sql: 'select ? as kept',
    });
    expect(service.state().heldTooLong).toMatchObject([{ owner: 'GET /api/cases' }]);
    held.release();
    expect(service.state().heldTooLong).toEqual([]);
    await database.close();
  });
});
