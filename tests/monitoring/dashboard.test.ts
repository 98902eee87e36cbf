import { describe, expect, it } from 'vitest';
import { dashboard, dashboardQueries } from './dashboard.ts';
import { projectYaml } from './project-file.ts';
import { parseQuery } from './promql.ts';

/** Units of Grafana that the dashboard uses; an unknown one would be printed behind the number. */
const units = new Set(['none', 'bytes', 'Bps', 's', 'percentunit', 'ops', 'reqps']);
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

describe('the dashboard', () => {
  it('shows what an operator was promised', () => {
    const titles = panels.map(({ title }) => title);
    for (const title of [
      'Heap over time',
      'RSS and working set against the limit',
      'GC pause quantiles',
      'Memory allocation rate',
      'Detached contexts',
      'Bytes used by pool',
      'Open accounts',
      'Pressure level',
      'Actions of the governor',
      'Admitted and shed',
      'Hit rate since start',
      'Findings of the leak detective',
      'Oldest due job',
      'Open WebSockets',
    ])
      expect(titles).toContain(title);
  });

  it('has panels with ids and titles of their own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.min(...ids)).toBeGreaterThan(0);
    const titles = panels.map(({ title }) => title);
    expect(titles.filter((title) => title === '')).toEqual([]);
  });

  it('has panels inside the grid, none over another', () => {
    const taken = new Map<string, string>();
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x},${y}`), title).toBeUndefined();
          taken.set(`${x},${y}`, title);
        }
    }
  });

  it('asks only data sources that are provisioned', () => {
    const { datasources } = projectYaml<{ datasources: { uid: string; type: string }[] }>(
      'config/grafana/provisioning/datasources/datasources.yml',
    );
    const provisioned = datasources.map(({ uid, type }) => `${type}/${uid}`);
    const used = panels.flatMap(({ datasource, targets = [] }) => [
      datasource,
      ...targets.map((target) => target.datasource),
    ]);
    for (const source of used) expect(provisioned).toContain(`${source?.type}/${source?.uid}`);
  });

  it('gives every figure a unit that Grafana knows', () => {
    for (const { type, title, fieldConfig } of panels)
      if (type !== 'logs') expect(units, title).toContain(fieldConfig?.defaults.unit);
  });

  it('has queries that are PromQL, each with a letter of its own in its panel', () => {
    for (const { expression } of dashboardQueries()) parseQuery(expression);
    for (const { title, targets = [] } of panels) {
      const letters = targets.map(({ refId }) => refId);
      expect(letters.length, title).toBeGreaterThan(0);
      expect(new Set(letters).size, title).toBe(letters.length);
    }
  });

  it('is where Grafana looks for dashboards', () => {
    const { providers } = projectYaml<{ providers: { options: { path: string } }[] }>(
      'config/grafana/provisioning/dashboards/dashboards.yml',
    );
    expect(providers.map(({ options }) => options.path)).toEqual(['/var/lib/grafana-dashboards']);
  });
});
