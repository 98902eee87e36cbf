import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmtpReceiver } from '../../../backend/src/email/testing/smtp-receiver.ts';
import { metricOf, readExposition } from '../../monitoring/exposition.ts';
import { projectFolder } from '../../monitoring/project-file.ts';
import { rules } from '../../monitoring/rule-files.ts';
import { usedQueries } from '../../monitoring/used-queries.ts';
import { startServer } from '../../support/server.ts';
import { sparePort } from '../../support/spare-port.ts';
import type { RunningServer } from '../../support/server.ts';
import { hasTool } from '../../support/tool.ts';
import { startAlertReceiver } from './alert-receiver.ts';
import type { AlertReceiver } from './alert-receiver.ts';
import { startProgram } from './child-program.ts';
import { writeCgroup } from './fake-cgroup.ts';
import { startMonitoringStack } from './monitoring-stack.ts';
import type { MonitoringStack } from './monitoring-stack.ts';

const hasTools = hasTool('prometheus') && hasTool('prometheus-alertmanager');

/** Far more than it takes: scrapes and evaluations are two seconds apart, messages one. */
const patience = { timeout: 100_000, interval: 500 };

interface RuleState {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
}

describe.skipIf(!hasTools)(
  'a real Prometheus and Alertmanager beside a real server',
  { timeout: 120_000 },
  () => {
    const cleanUp = new AsyncDisposableStack();
    const email = new SmtpReceiver({ allowInsecureAuth: true });
    let cgroups: string;
    let server: RunningServer;
    let receiver: AlertReceiver;
    let stack: MonitoringStack;
    let monitorUrl: string;

    beforeAll(async () => {
      cgroups = mkdtempSync(join(tmpdir(), 'lexiflow-cgroups-'));
      cleanUp.defer(() => rmSync(cgroups, { recursive: true, force: true }));
      writeCgroup(cgroups, 'redis', 40);
      server = cleanUp.use(await startServer());
      receiver = cleanUp.use(await startAlertReceiver());
      const smtpPort = await email.listen();
      cleanUp.defer(() => email.close());
      const monitorPort = await sparePort();
      monitorUrl = `http://127.0.0.1:${monitorPort}`;
      cleanUp.use(
        startProgram(process.execPath, [`${projectFolder}monitoring/memory-monitor/dist/main.js`], {
          MONITOR_PORT: String(monitorPort),
          MONITOR_CGROUP_ROOT: cgroups,
          MONITOR_CGROUPS: 'redis=redis',
        }),
      );
      stack = cleanUp.use(
        await startMonitoringStack({
          api: new URL(server.metricsUrl).host,
          memoryMonitor: `127.0.0.1:${monitorPort}`,
          receiverUrl: receiver.url,
          smtp: `127.0.0.1:${smtpPort}`,
        }),
      );
    }, 200_000);

    afterAll(() => cleanUp.disposeAsync(), 60_000);

    const ask = async <T>(path: string): Promise<T> => {
      const answer = (await (await fetch(`${stack.prometheusUrl}/api/v1/${path}`)).json()) as {
        data: T;
      };
      return answer.data;
    };
    const value = async (query: string): Promise<number> => {
      const { result } = await ask<{ result: { value: [number, string] }[] }>(
        `query?query=${encodeURIComponent(query)}`,
      );
      return Number(result[0]?.value[1]);
    };
    const told = (to: string, text: string): object[] =>
      receiver.received
        .filter(({ path, body }) => path === to && JSON.stringify(body).includes(text))
        .map(({ body }) => body);
    const slack = (text: string): object[] => told('/slack', text);
    const paged = (text: string): object[] => told('/pagerduty', text);

    it('takes the pages of all four', async () => {
      await expect
        .poll(async () => {
          const { activeTargets } = await ask<{
            activeTargets: { health: string; scrapePool: string }[];
          }>('targets');
          return activeTargets
            .map(({ scrapePool, health }) => `${scrapePool} ${health}`)
            .toSorted();
        }, patience)
        .toEqual(['alertmanager up', 'lexiflow-backend up', 'memory-monitor up', 'prometheus up']);
    });

    it('evaluates every rule without an error', async () => {
      const states = async (): Promise<RuleState[]> => {
        const { groups } = await ask<{ groups: { rules: RuleState[] }[] }>('rules');
        return groups.flatMap((group) => group.rules);
      };
      await expect
        .poll(async () => (await states()).filter(({ health }) => health === 'ok').length, patience)
        .toBe(rules.length);
      expect(
        (await states()).flatMap(({ name, lastError = '' }) =>
          lastError === '' ? [] : [name, lastError],
        ),
      ).toEqual([]);
    });

    it.each([
      'lexiflow_memory_used_ratio',
      'instance:lexiflow_gc_time:ratio_rate5m',
      'instance:lexiflow_shed:rate5m',
      'instance:lexiflow_db_acquire_seconds:p95_5m',
      'name:container_memory_private:ratio',
      'job:container_memory_working_set_bytes:sum',
    ])('has figures for %s', async (query) => {
      await expect.poll(() => value(query), patience).toBeGreaterThanOrEqual(0);
    });

    it('finds the metrics of the other tools that rules and dashboard ask for', async () => {
      const pages = await Promise.all(
        [stack.prometheusUrl, stack.alertmanagerUrl, monitorUrl].map(async (url) =>
          readExposition(await (await fetch(`${url}/metrics`)).text()),
        ),
      );
      const asked = usedQueries().flatMap(({ where, selectors }) =>
        selectors
          .filter(({ metric }) =>
            /^(container_|prometheus_|alertmanager_|lexiflow_monitor_)/.test(metric),
          )
          .map(({ metric }) => ({ where, metric })),
      );
      expect(asked.length).toBeGreaterThan(10);
      const unknown = asked.filter(({ metric }) =>
        pages.every((page) => metricOf(page, metric) === undefined),
      );
      expect(unknown).toEqual([]);
    });

    it('tells Slack and email of a container near its limit, and that it is over', async () => {
      writeCgroup(cgroups, 'redis', 88);
      await expect
        .poll(() => slack('[FIRING] HighMemoryUsage').length, patience)
        .toBeGreaterThan(0);
      expect(JSON.stringify(slack('[FIRING] HighMemoryUsage')[0])).toContain(
        'redis uses 88% of its memory limit',
      );
      await expect
        .poll(() => email.received.some(({ text }) => text.includes('HighMemoryUsage')), patience)
        .toBe(true);
      writeCgroup(cgroups, 'redis', 40);
      await expect
        .poll(() => slack('[RESOLVED] HighMemoryUsage').length, patience)
        .toBeGreaterThan(0);
      expect(paged('HighMemoryUsage')).toEqual([]);
    });

    it('calls whoever is on call when the server is gone', async () => {
      await server.stop();
      await expect
        .poll(() => paged('ApiDown')[0], patience)
        .toMatchObject({
          routing_key: 'key-of-this-test',
          event_action: 'trigger',
          payload: {
            severity: 'critical',
            summary: expect.stringContaining('ApiDown'),
            custom_details: { runbook: 'docs/operations/runbooks/ApiDown.md' },
          },
        });
      await expect.poll(() => slack('[FIRING] ApiDown').length, patience).toBeGreaterThan(0);
      await expect
        .poll(() => email.received.some(({ text }) => text.includes('ApiDown')), patience)
        .toBe(true);
    });
  },
);
