import { expect, it } from 'vitest';
import type { TargetConfig } from '../config/monitor-config.ts';
import { monitorLimits } from '../monitor.limits.ts';
import { thresholds } from '../testing/thresholds.ts';
import type { MemoryReading } from './memory-reading.ts';
import { Target } from './target.ts';

const config: TargetConfig = {
  name: 'api',
  cgroup: 'api',
  metricsUrl: 'http://api:9090/',
  healthUrl: null,
  peer: null,
  warningRatio: 0.8,
};

function reading(usedBytes: number, more: Partial<MemoryReading> = {}): MemoryReading {
  return {
    usageBytes: usedBytes,
    workingSetBytes: usedBytes,
    usedBytes,
    rssBytes: usedBytes,
    kernelBytes: null,
    limitBytes: 1000,
    limitHits: 0,
    oomKills: 0,
    ...more,
  };
}

const holding = (target: Target, nowMs: number): string[] =>
  target
    .triggers(nowMs)
    .filter(({ holds }) => holds)
    .map(({ name }) => name);

it('calls for a rollback after two minutes above 90 % and not before', () => {
  const target = new Target(config, { thresholds });
  for (let atMs = 0; atMs < 120_000; atMs += 1000) target.takeMemory(atMs, reading(901));
  expect(holding(target, 119_000)).toEqual([]);
  target.takeMemory(120_000, reading(901));
  expect(holding(target, 120_000)).toEqual(['memory']);
  target.takeMemory(121_000, reading(900));
  expect(holding(target, 121_000)).toEqual([]);
});

it('has no ratio and no memory trigger without a limit', () => {
  const target = new Target(config, { thresholds });
  for (let atMs = 0; atMs < 200_000; atMs += 1000)
    target.takeMemory(atMs, reading(1e12, { limitBytes: null }));
  expect(target.usedRatio).toBeNull();
  expect(target.timeToLimitSeconds(200_000)).toBeNull();
  expect(holding(target, 200_000)).toEqual([]);
});

it('keeps a history of bounded length at its interval', () => {
  const target = new Target(config, { thresholds });
  const { historyIntervalMs, historySamples } = monitorLimits;
  const sampleMs = historyIntervalMs.value / 10;
  for (let sample = 0; sample < 100; sample++) target.takeMemory(sample * sampleMs, reading(1));
  expect(target.history.length).toBe(10);
  for (let sample = 0; sample < 2 * historySamples.value; sample++)
    target.takeMemory(1e9 + sample * historyIntervalMs.value, reading(1));
  expect(target.history.length).toBe(historySamples.value);
});

it('counts a restart once that shows as a new cgroup and as a new process', () => {
  const target = new Target(config, { thresholds });
  const page = (startedMs: number) => ({ memory: null, startedMs, routes: new Map() });
  target.takeMetrics(1000, page(0), null);
  target.takeCgroupRestarts(9000, 1);
  target.takeMetrics(10_000, page(9000), null);
  expect(target.restarts).toBe(1);
  target.takeMetrics(15_000, page(9600), null);
  expect(target.restarts).toBe(1);
});

it('calls three restarts in five minutes a loop', () => {
  const target = new Target(config, { thresholds });
  for (let restart = 1; restart <= 3; restart++)
    target.takeCgroupRestarts(restart * 60_000, restart);
  expect(holding(target, 200_000)).toEqual(['restarts']);
  expect(target.triggers(200_000, 100_000)[3]?.holds).toBe(false);
  expect(holding(target, 400_000)).toEqual([]);
});

it('compares its speed with the calm window of its peer, else with its own', () => {
  const fast = { ...thresholds, performanceWindowMs: 20, performanceRequests: 10 };
  const blue = new Target({ ...config, name: 'api-blue' }, { thresholds: fast });
  const green = new Target({ ...config, name: 'api-green' }, { thresholds: fast });
  const page = (count: number, seconds: number) => ({
    memory: null,
    startedMs: null,
    routes: new Map([['list', { count, seconds, failed: 0 }]]),
  });
  const serve = (target: Target, peer: Target, from: number, meanMs: number): void => {
    for (let step = from; step < from + 6; step++) {
      target.takeMetrics(step * 10, page((count += 50), (seconds += 0.05 * meanMs)), peer);
    }
  };
  let [count, seconds] = [0, 0];
  serve(blue, green, 0, 20);
  const atBlue = [count, seconds] as const;
  [count, seconds] = [0, 0];
  serve(green, blue, 0, 22);
  expect(holding(green, 60)).toEqual([]);
  serve(green, blue, 6, 30);
  expect(green.triggers(120)[1]).toMatchObject({ holds: true });
  expect(green.triggers(120)[1]?.detail).toContain('20.0 in the baseline (api-blue)');
  // Green has a calm window too: blue is compared with it. A target without a peer, with its own.
  [count, seconds] = atBlue;
  serve(blue, green, 6, 30);
  expect(blue.triggers(120)[1]?.detail).toContain('22.0 in the baseline (api-green)');
  expect(holding(blue, 120)).toEqual(['performance']);
});

it('compares its speed with its own calm window, which a slow one never becomes', () => {
  const fast = { ...thresholds, performanceWindowMs: 20, performanceRequests: 10 };
  const target = new Target(config, { thresholds: fast });
  let seconds = 0;
  for (let step = 0; step < 50; step++) {
    seconds += 0.05 * (step < 6 ? 20 : 30);
    const routes = new Map([['list', { count: step * 50, seconds, failed: 0 }]]);
    target.takeMetrics(step * 10, { memory: null, startedMs: null, routes }, null);
  }
  expect(holding(target, 500)).toEqual(['performance']);
  expect(target.triggers(500)[1]?.detail).toContain(
    '30.0 ms a request, 20.0 in the baseline (api)',
  );
});

it('decides nothing about the speed while the metrics page does not come', () => {
  const target = new Target({ ...config, cgroup: null }, { thresholds });
  target.takeMetrics(0, { memory: reading(950), startedMs: null, routes: new Map() }, null);
  target.missMetrics(5000);
  expect([target.scrapeFailures, target.memory, holding(target, 5000)]).toEqual([1, null, []]);
});
