import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runTool } from '../support/run-tool.ts';
import { hasTool } from '../support/tool.ts';
import { projectFolder, projectText, projectYaml } from './project-file.ts';
import { ruleFiles, rulesFolder } from './rule-files.ts';

interface Config {
  readonly global: { readonly scrape_interval: string; readonly evaluation_interval: string };
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly metrics_path?: string;
    readonly scrape_interval?: string;
    readonly static_configs?: readonly { readonly targets: readonly string[] }[];
    readonly dns_sd_configs?: readonly {
      readonly names: readonly string[];
      readonly port: number;
    }[];
  }[];
}

const config = projectYaml<Config>('monitoring/prometheus.yml');

it.skipIf(!hasTool('promtool'))(
  'promtool accepts it with the rules where the container has them',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'lexiflow-prometheus-'));
    try {
      writeFileSync(join(folder, 'prometheus.yml'), projectText('monitoring/prometheus.yml'));
      symlinkSync(projectFolder + rulesFolder, join(folder, 'rules'));
      const { code, output } = runTool('promtool', ['check', 'config', 'prometheus.yml'], folder);
      expect(code, output).toBe(0);
      expect(output).toContain(`${ruleFiles.length} rule files found`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

it('scrapes the API, the memory monitor and the tools themselves', () => {
  const targets = config.scrape_configs.map((job) => [
    job.job_name,
    ...(job.static_configs ?? []).flatMap((each) => each.targets),
    ...(job.dns_sd_configs ?? []).flatMap((each) =>
      each.names.map((name) => `${name}:${each.port}`),
    ),
    job.metrics_path ?? '/metrics',
  ]);
  expect(targets).toEqual([
    ['lexiflow-backend', 'api:9090', '/monitoring/metrics'],
    ['memory-monitor', 'memory-monitor:8080', '/metrics'],
    ['prometheus', 'localhost:9090', '/metrics'],
    ['alertmanager', 'alertmanager:9093', '/metrics'],
  ]);
});

it('asks no more often than every 15 s, which the 128 MB of its container need', () => {
  const intervals = [
    config.global.scrape_interval,
    config.global.evaluation_interval,
    ...config.scrape_configs.flatMap(({ scrape_interval }) => scrape_interval ?? []),
  ];
  for (const interval of intervals)
    expect(Number(/^(\d+)s$/.exec(interval)?.[1])).toBeGreaterThanOrEqual(15);
});
