import { expect, it } from 'vitest';
import { ConfigProblems, readConfig } from './read-config.ts';

it('reads targets from the lists, pairs colours, and has the documented thresholds', () => {
  const { targets, thresholds, host, port } = readConfig({
    MONITOR_CGROUPS: 'api-blue=lexiflow-api-blue/* nginx=a.slice/*|lexiflow/nginx',
    MONITOR_METRICS: 'api-blue=http://b:9090/monitoring/metrics,\n api-green=http://g:9090/m?a=b',
    MONITOR_HEALTH: 'nginx=http://nginx/health',
    MONITOR_PEERS: 'nginx=api-blue',
    MONITOR_WARNING_RATIOS: 'nginx=0.95',
  });
  expect(targets).toEqual([
    {
      name: 'api-blue',
      cgroup: 'lexiflow-api-blue/*',
      metricsUrl: 'http://b:9090/monitoring/metrics',
      healthUrl: null,
      peer: 'api-green',
      warningRatio: 0.8,
    },
    {
      name: 'nginx',
      cgroup: 'a.slice/*|lexiflow/nginx',
      metricsUrl: null,
      healthUrl: 'http://nginx/health',
      peer: 'api-blue',
      warningRatio: 0.95,
    },
    {
      name: 'api-green',
      cgroup: null,
      metricsUrl: 'http://g:9090/m?a=b',
      healthUrl: null,
      peer: 'api-blue',
      warningRatio: 0.8,
    },
  ]);
  expect(thresholds).toMatchObject({
    memoryRatio: 0.9,
    memoryMs: 120_000,
    performanceRatio: 0.2,
    healthFailures: 3,
  });
  expect([host, port]).toEqual(['127.0.0.1', 8080]);
});

it.each([
  ['nothing to watch', {}, 'one must be set'],
  ['a folder outside', { MONITOR_CGROUPS: 'api=../x' }, 'a folder below the root'],
  ['an absolute folder', { MONITOR_CGROUPS: 'api=/x' }, 'a folder below the root'],
  ['an empty alternative', { MONITOR_CGROUPS: 'api=x|' }, 'a folder below the root'],
  ['a * in the middle', { MONITOR_CGROUPS: 'api=a/*/b' }, 'a folder below the root'],
  ['a name in capitals', { MONITOR_CGROUPS: 'API=x' }, 'NAME=VALUE'],
  ['a name twice', { MONITOR_CGROUPS: 'api=x api=y' }, 'named twice'],
  ['TLS', { MONITOR_HEALTH: 'api=https://x/' }, 'with http:'],
  ['an unknown peer', { MONITOR_CGROUPS: 'api=x', MONITOR_PEERS: 'api=y' }, 'name of a target'],
  [
    'a warning for nobody',
    { MONITOR_CGROUPS: 'api=x', MONITOR_WARNING_RATIOS: 'db=0.9' },
    'no target',
  ],
  ['a list too long', { MONITOR_CGROUPS: 'x'.repeat(9000) }, 'longer than'],
  ['text for a number', { MONITOR_CGROUPS: 'api=x', MONITOR_PORT: 'http' }, 'from 0 to 65535'],
  ['part of a port', { MONITOR_CGROUPS: 'api=x', MONITOR_PORT: '80.5' }, 'whole number'],
  [
    'a ratio in percent',
    { MONITOR_CGROUPS: 'api=x', MONITOR_MEMORY_RATIO: '90' },
    'from 0.01 to 1',
  ],
  ['a webhook by ftp', { MONITOR_CGROUPS: 'api=x', MONITOR_WEBHOOK_URL: 'ftp://x' }, 'http:'],
])('refuses %s by name', (_, environment, problem) => {
  expect(() => readConfig(environment)).toThrow(problem);
});

it('tells every problem at once', () => {
  const environment = { MONITOR_PORT: 'x', MONITOR_RESTARTS: '0', MONITOR_CGROUPS: '=' };
  try {
    readConfig(environment);
    expect.unreachable();
  } catch (error) {
    expect((error as ConfigProblems).problems).toHaveLength(4);
  }
});
