import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricOf, readExposition } from '../../monitoring/exposition.ts';
import type { Exposition } from '../../monitoring/exposition.ts';
import { rules } from '../../monitoring/rule-files.ts';
import { runbooks, usedQueries } from '../../monitoring/used-queries.ts';
import { startServer } from '../../support/server.ts';
import type { RunningServer } from '../../support/server.ts';

/** Added by Prometheus to every series. */
const targetLabels = ['job', 'instance'];

/** Metrics of the other tools, with their labels; alert-travels.e2e.test.ts holds these against them. */
const others = /^(up|ALERTS|container_|prometheus_|alertmanager_|lexiflow_monitor_)/;

let server: RunningServer;
let page: Exposition;

beforeAll(async () => {
  server = await startServer();
  const headers = { authorization: `Bearer ${server.localToken()}` };
  for (const path of ['/api/health', '/api/cases', '/api/search?q=a', '/api/courts', '/nowhere']) {
    await (await fetch(server.url + path, { headers })).text();
  }
  page = readExposition(await (await fetch(`${server.metricsUrl}/monitoring/metrics`)).text());
});

afterAll(() => server[Symbol.asyncDispose]());

describe('every query of rules, dashboard and runbooks', () => {
  const queries = usedQueries();
  const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
  const own = queries.flatMap(({ where, selectors }) =>
    selectors
      .filter(({ metric }) => !recorded.has(metric) && !others.test(metric))
      .map((selector) => ({ where, ...selector })),
  );

  it('asks for metrics that a running server exports', () => {
    expect(own.length).toBeGreaterThan(100);
    const unknown = own.filter(({ metric }) => metricOf(page, metric) === undefined);
    expect(unknown.map(({ where, metric }) => `${where}: ${metric}`)).toEqual([]);
  });

  it('selects by labels and values that these metrics have', () => {
    const problems = own.flatMap(({ where, metric, matchers }) => {
      const labels = metricOf(page, metric)?.labels;
      return matchers.flatMap(({ label, operator, value }) => {
        if (targetLabels.includes(label)) return [];
        const values = labels?.get(label);
        if (values === undefined) return [`${where}: ${metric} has no label ${label}`];
        // A status class or a reason that did not occur is no mistake of a query that excludes it.
        if (operator.startsWith('!')) return [];
        const wanted = operator === '=~' ? value.split('|') : [value];
        const isKnown = (each: string) => each === '.*' || each === '5xx' || values.has(each);
        return wanted
          .filter((each) => !isKnown(each))
          .map((each) => `${where}: ${metric}{${label}="${each}"}`);
      });
    });
    expect(problems).toEqual([]);
  });

  it('groups by labels that one of its metrics has', () => {
    const problems = queries.flatMap(({ where, selectors, groupLabels }) => {
      if (selectors.some(({ metric }) => recorded.has(metric) || others.test(metric))) return [];
      const known = new Set(
        selectors.flatMap(({ metric }) => [...(metricOf(page, metric)?.labels.keys() ?? [])]),
      );
      return groupLabels
        .filter((label) => !targetLabels.includes(label) && !known.has(label))
        .map((label) => `${where}: ${label}`);
    });
    expect(problems).toEqual([]);
  });
});

it('the runbooks name routes that the server has', async () => {
  const answer = await fetch(`${server.url}/api/openapi.json`, {
    headers: { authorization: `Bearer ${server.localToken()}` },
  });
  const { paths } = (await answer.json()) as { paths: Record<string, unknown> };
  const known = Object.keys(paths).map(
    (path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  );
  const named = [...runbooks].flatMap(([name, text]) =>
    [...text.matchAll(/(?:\$URL|GET |POST )(\/[\w/-]+)/g)].map(([, path = '']) => ({
      name,
      path: path.startsWith('/health') ? `/api${path}` : path,
    })),
  );
  expect(named.length).toBeGreaterThan(30);
  const unknown = named.filter(
    ({ path }) => path !== '/-/reload' && !known.some((each) => each.test(path)),
  );
  expect(unknown).toEqual([]);
});
