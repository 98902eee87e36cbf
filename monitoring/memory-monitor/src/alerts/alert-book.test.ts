import { expect, it } from 'vitest';
import { monitorLimits } from '../monitor.limits.ts';
import type { MemoryReading } from '../target/memory-reading.ts';
import { Target } from '../target/target.ts';
import { thresholds } from '../testing/thresholds.ts';
import { AlertBook } from './alert-book.ts';
import type { AlertCondition } from './alert.ts';
import { conditionsOf } from './conditions.ts';

const quietMs = monitorLimits.alertQuietMs.value;
const condition = (holds: boolean, service = 'api'): AlertCondition => ({
  target: service,
  alert: 'oom-kill',
  level: 'critical',
  holds,
  detail: '',
});

it('raises an alert once, and ends it when it has been clear for a minute', () => {
  const book = new AlertBook();
  const states = [
    [0, true],
    [1000, true],
    [2000, false],
    [3000, true],
    [3000 + quietMs - 1, false],
    [3000 + quietMs, false],
    [4000 + quietMs, false],
  ] as const;
  const changes = states.flatMap(([nowMs, holds]) => book.update(nowMs, [condition(holds)]));
  expect(changes.map(({ state, at }) => [state, Date.parse(at)])).toEqual([
    ['firing', 0],
    ['resolved', 3000 + quietMs],
  ]);
  expect([book.raised, book.firing.length]).toEqual([1, 0]);
});

it('shows the last changes, newest first and no more than its bound', () => {
  const book = new AlertBook();
  for (let turn = 0; turn < 100; turn++) book.update(turn, [condition(true, `t${turn}`)]);
  expect(book.recent).toHaveLength(monitorLimits.recentAlerts.value);
  expect(book.recent[0]?.target).toBe('t99');
});

function target(name: string): Target {
  const config = {
    name,
    cgroup: name,
    metricsUrl: null,
    healthUrl: 'http://x/',
    peer: null,
    warningRatio: 0.8,
  };
  return new Target(config, { thresholds });
}

function reading(usedBytes: number, oomKills = 0): MemoryReading {
  return {
    usageBytes: usedBytes,
    workingSetBytes: usedBytes,
    usedBytes,
    rssBytes: usedBytes,
    kernelBytes: null,
    limitBytes: 1000,
    limitHits: 0,
    oomKills,
  };
}

const raised = (one: Target, peer: Target | null, nowMs: number): string[] =>
  conditionsOf(one, peer, nowMs)
    .filter(({ holds }) => holds)
    .map(({ alert }) => alert);

it('says nothing about the health of a colour that is not there while the other one is healthy', () => {
  const [blue, green] = [target('api-blue'), target('api-green')];
  for (let atMs = 0; atMs < 4; atMs++) blue.health.observe(atMs, 'refused');
  expect(raised(blue, green, 10)).toEqual(['rollback-health']);
  green.health.observe(5, null);
  expect(raised(blue, green, 10)).toEqual([]);
  blue.takeMemory(6, reading(100));
  expect(raised(blue, green, 10)).toEqual(['rollback-health']);
});

it('warns above the warning, of a kill, and of a limit that the trend meets within the hour', () => {
  const api = target('api');
  const take = (atMs: number, usedBytes: number, oomKills = 0): void =>
    api.takeMemory(atMs, reading(usedBytes, oomKills));
  for (let step = 0; step < 12; step++) take(step * 10_000, 100 + step);
  expect(raised(api, null, 120_000)).toEqual([]);
  for (let step = 12; step < 30; step++) take(step * 10_000, 400 + step * 10);
  expect(raised(api, null, 300_000)).toEqual(['limit-soon']);
  take(300_000, 801, 1);
  expect(raised(api, null, 300_000)).toEqual(['oom-kill', 'memory-warning', 'limit-soon']);
});
