import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/testing/open-test-database.ts';
import { historyLimits } from './history.limits.ts';
import { HistoryRepository } from './history.repository.ts';
import type { MinuteRow } from './minute-book.ts';

const minute = Math.floor(Date.now() / 3_600_000) * 3_600 - 7_200;
const hour = { from: minute, to: minute + 3_600 };

function rowOf(row: Partial<MinuteRow>): MinuteRow {
  return {
    kind: 'database',
    type: 'counter',
    name: 'lexiflow_db_failed_total',
    labels: '{}',
    across: 'sum',
    isDetail: false,
    bounds: [],
    value: 0,
    peak: null,
    buckets: null,
    ...row,
  };
}

describe('HistoryRepository', () => {
  let database: Database;
  let repository: HistoryRepository;
  beforeAll(async () => {
    database = await openTestDatabase();
    repository = new HistoryRepository(database);
  });
  beforeEach(() => sql`truncate metric_series cascade`.execute(database.db));
  afterAll(() => database.close());

  it('adds up what several processes counted, and nothing twice when a minute is written again', async () => {
    const [one, other] = [await repository.newWriter(), await repository.newWriter()];
    expect(other).not.toBe(one);
    await repository.write(one, minute, [rowOf({ value: 2 })]);
    await repository.write(one, minute, [rowOf({ value: 5 })]);
    await repository.write(other, minute, [rowOf({ value: 10 })]);
    const steps = await repository.steps('database', hour, 60, null);
    expect(steps).toMatchObject([{ step: minute, value: 15, labels: '{}' }]);
  });

  it('sums counters over a step and averages gauges, each process by itself', async () => {
    const waiting = (value: number, peak: number, across: 'sum' | 'max' = 'sum') =>
      rowOf({ type: 'gauge', name: `lexiflow_waiting_${across}`, across, value, peak });
    for (const [writer, value] of [
      [1, 2],
      [2, 10],
    ] as const) {
      for (const at of [minute, minute + 60]) {
        const rows = [rowOf({ value: 1 }), waiting(value, 20), waiting(value, 20, 'max')];
        await repository.write(writer, at, rows);
      }
    }
    const steps = await repository.steps('database', hour, 300, null);
    expect(steps.map(({ name, value, peak }) => [name, value, peak])).toEqual([
      ['lexiflow_db_failed_total', 4, null],
      ['lexiflow_waiting_max', 10, 20],
      ['lexiflow_waiting_sum', 12, 40],
    ]);
  });

  it('adds the buckets of histograms over minutes and processes', async () => {
    const took = (buckets: number[]) =>
      rowOf({
        type: 'histogram',
        name: 'lexiflow_db_acquire_seconds',
        bounds: [0.1, 1],
        value: 1.5,
        buckets,
      });
    await repository.write(1, minute, [took([1, 0, 2])]);
    await repository.write(1, minute + 60, [took([1, 1, 0])]);
    await repository.write(2, minute, [took([5, 0, 0])]);
    const steps = await repository.steps('database', hour, 300, null);
    expect(steps).toMatchObject([{ buckets: [7, 1, 2], bounds: [0.1, 1], value: 4.5 }]);
  });

  it('tells routes apart only when asked for them', async () => {
    const route = (name: string, value: number) => [
      rowOf({
        kind: 'request',
        type: 'histogram',
        name: 'lexiflow_http_request_duration_seconds',
        labels: JSON.stringify({ route: name }),
        isDetail: true,
        bounds: [1],
        value,
        buckets: [3, 1],
      }),
      rowOf({
        kind: 'request',
        name: 'lexiflow_http_requests_total',
        labels: JSON.stringify({ route: name, status: '5xx' }),
        isDetail: true,
        value: 1,
      }),
    ];
    await repository.write(1, minute, [...route('GET /a', 2), ...route('GET /b', 9)]);
    await repository.write(1, minute + 60, route('GET /a', 2));
    expect(await repository.steps('request', hour, 60, null)).toEqual([]);
    expect(await repository.steps('request', hour, 3_600, 'GET /a')).toMatchObject([
      { type: 'histogram', buckets: [6, 2] },
      { type: 'counter', value: 2 },
    ]);
    const routes = await repository.routes(hour);
    const durations = routes.filter(({ buckets }) => buckets !== null);
    expect(durations).toHaveLength(2);
    expect(durations).toContainEqual(
      expect.objectContaining({ labels: '{"route":"GET /a"}', value: 4, buckets: [6, 2] }),
    );
  });

  it('removes what is past its time, and the series that have nothing left', async () => {
    const old = Math.floor(Date.now() / 1000) - (historyLimits.keptDays.value * 86_400 + 60);
    await repository.write(1, old, [rowOf({ name: 'lexiflow_old_total', value: 1 })]);
    await repository.write(1, minute, [rowOf({ value: 1 })]);
    await sql`update metric_series set made_at = now() - interval '8 days'`.execute(database.db);
    expect(await repository.removeOld()).toBe(1);
    await repository.removeEmptySeries();
    const { rows } = await sql<{ name: string }>`select name from metric_series`.execute(
      database.db,
    );
    expect(rows).toEqual([{ name: 'lexiflow_db_failed_total' }]);
  });

  it('takes no more series of a kind than its bound, and says how many rows it left out', async () => {
    await sql`insert into metric_series (kind, type, name, labels, across, is_detail, bounds)
      select 'cache', 'counter', 'lexiflow_n_total', n::text, 'sum', false, '{}'
      from generate_series(2, ${historyLimits.seriesPerKind.value}::int) as n`.execute(database.db);
    const rows = ['a', 'b', 'c'].map((labels) => rowOf({ kind: 'cache', labels, value: 1 }));
    expect(await repository.write(1, minute, rows)).toBe(2);
    expect(await repository.write(1, minute, [rowOf({ kind: 'queue', value: 1 })])).toBe(0);
  });
});
