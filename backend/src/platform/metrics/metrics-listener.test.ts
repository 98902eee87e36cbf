import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { createLogger } from '../logging/create-logger.ts';
import { single } from './metric-family.ts';
import { Metrics } from './metrics.ts';
import { MetricsListener } from './metrics-listener.ts';

const quiet = new ErrorReporter(createLogger({ level: 'silent' }));

describe('the metrics port', () => {
  let listener: MetricsListener;
  let metrics: Metrics;
  beforeEach(async () => {
    metrics = new Metrics();
    metrics.add(single('gauge', 'lexiflow_test', 'A figure', () => 42));
    listener = new MetricsListener(metrics, quiet);
    await listener.listen(0, '127.0.0.1');
  });
  afterEach(() => listener.close());
  const call = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${listener.port}${path}`, { method });

  it.each(['/metrics', '/monitoring/metrics', '/metrics?name=x'])('serves %s', async (path) => {
    const answer = await call(path);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toContain('lexiflow_test 42\n');
  });

  it('serves nothing else', async () => {
    expect((await call('/api/health')).status).toBe(404);
    expect((await call('/')).status).toBe(404);
    expect((await call('/metrics', 'POST')).status).toBe(405);
  });

  it('answers 500 when a figure cannot be read, and goes on', async () => {
    let isBroken = true;
    metrics.add({
      name: 'lexiflow_broken',
      help: 'Fails at first',
      type: 'gauge',
      collect() {
        if (isBroken) throw new Error('not yet');
        return [];
      },
    });
    expect((await call('/metrics')).status).toBe(500);
    isBroken = false;
    expect((await call('/metrics')).status).toBe(200);
  });

  it('rejects when its port is taken', async () => {
    const second = new MetricsListener(metrics, quiet);
    await expect(second.listen(listener.port, '127.0.0.1')).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('Metrics', () => {
  it('refuses a name twice', () => {
    const metrics = new Metrics();
    const family = () => single('gauge', 'lexiflow_twice', 'A figure', () => 1);
    metrics.add(family());
    expect(() => metrics.add(family())).toThrow('already been registered');
  });

  it('leaves out figures that are not known', async () => {
    const metrics = new Metrics();
    metrics.add(single('gauge', 'lexiflow_unknown', 'A figure', () => Number.NaN));
    expect(await metrics.text()).toMatch(/# TYPE lexiflow_unknown gauge\n(?!lexiflow_unknown)/);
  });

  it('cuts a metric at its series limit and counts what it left out', async () => {
    const metrics = new Metrics();
    const samples = Array.from({ length: 10_005 }, (_, id) => ({
      labels: { id: String(id) },
      value: 1,
    }));
    metrics.add({ name: 'lexiflow_many', help: 'Many', type: 'gauge', collect: () => samples });
    expect((await metrics.text()).match(/^lexiflow_many\{/gm)).toHaveLength(10_000);
    expect(await metrics.text()).toContain('lexiflow_metrics_series_dropped_total 5\n');
  });
});
