import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { projectText } from '../../monitoring/project-file.ts';
import { ruleFiles, rulesFolder } from '../../monitoring/rule-files.ts';
import { sparePort } from '../../support/spare-port.ts';
import { startProgram } from './child-program.ts';
import type { ChildProgram } from './child-program.ts';

const READY_WITHIN_MS = 60_000;

/** What the tools are to talk to: `host:port` of each scraped page, and of the receivers. */
export interface StackOptions {
  readonly api: string;
  readonly memoryMonitor: string;
  readonly receiverUrl: string;
  readonly smtp: string;
}

/** A Prometheus and an Alertmanager with the project's own files. */
export interface MonitoringStack extends AsyncDisposable {
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  output(): string;
}

interface ScrapeJob {
  readonly job_name: string;
  dns_sd_configs?: unknown;
  static_configs?: { targets: string[] }[];
}

/**
 * Starts both in a temporary folder laid out as in the containers. Their files are the project's, with these
 * changes and no other: addresses; 2 s instead of 15 s between scrapes and evaluations; `for` of every alert
 * 1 s; grouping of messages 1 s; secrets from files of this folder; email without TLS.
 */
export async function startMonitoringStack(options: StackOptions): Promise<MonitoringStack> {
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-monitoring-'));
  const prometheus = await sparePort(2);
  const alertmanager = prometheus + 1;
  const own = { prometheus: `127.0.0.1:${prometheus}`, alertmanager: `127.0.0.1:${alertmanager}` };
  writeRules(folder);
  writeFileSync(join(folder, 'prometheus.yml'), prometheusFile(options, own));
  writeAlertmanager(folder, options);
  const programs = [
    startProgram('prometheus', [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/metrics`,
      `--web.listen-address=${own.prometheus}`,
    ]),
    startProgram('prometheus-alertmanager', [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/alerts`,
      `--web.listen-address=${own.alertmanager}`,
      '--cluster.listen-address=',
    ]),
  ];
  const stack: MonitoringStack = {
    prometheusUrl: `http://${own.prometheus}`,
    alertmanagerUrl: `http://${own.alertmanager}`,
    output: () => programs.map((program) => program.output()).join('\n'),
    async [Symbol.asyncDispose]() {
      await Promise.all(programs.map((program) => program[Symbol.asyncDispose]()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await waitUntilReady(stack, programs).catch(async (error: unknown) => {
    await stack[Symbol.asyncDispose]();
    throw error;
  });
  return stack;
}

function writeRules(folder: string): void {
  mkdirSync(join(folder, 'rules'));
  for (const name of ruleFiles) {
    const text = projectText(`${rulesFolder}/${name}`).replaceAll(/^( +for: ).+$/gm, '$11s');
    writeFileSync(join(folder, 'rules', name), text);
  }
}

function prometheusFile(
  options: StackOptions,
  own: { prometheus: string; alertmanager: string },
): string {
  const config = parse(projectText('monitoring/prometheus.yml')) as {
    global: object;
    alerting: object;
    scrape_configs: ScrapeJob[];
  };
  config.global = { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '2s' };
  config.alerting = { alertmanagers: [{ static_configs: [{ targets: [own.alertmanager] }] }] };
  const targets: Readonly<Record<string, string>> = {
    'lexiflow-backend': options.api,
    'memory-monitor': options.memoryMonitor,
    ...own,
  };
  for (const job of config.scrape_configs) {
    delete job.dns_sd_configs;
    job.static_configs = [{ targets: [targets[job.job_name] ?? ''] }];
  }
  return stringify(config);
}

function writeAlertmanager(folder: string, { receiverUrl, smtp }: StackOptions): void {
  const text = projectText('monitoring/alertmanager.yml').replaceAll('/etc/alertmanager', folder);
  const config = parse(text) as {
    global: Record<string, unknown>;
    route: Record<string, unknown> & { routes: Record<string, unknown>[] };
  };
  const change = {
    pagerduty_url: `${receiverUrl}/pagerduty`,
    smtp_smarthost: smtp,
    smtp_require_tls: false,
  };
  Object.assign(config.global, change);
  Object.assign(config.route, { group_wait: '1s', group_interval: '1s' });
  for (const route of config.route.routes) route['group_wait'] = '1s';
  writeFileSync(join(folder, 'alertmanager.yml'), stringify(config));
  mkdirSync(join(folder, 'secrets'));
  const secret = (name: string, content: string): void =>
    writeFileSync(join(folder, 'secrets', name), content);
  secret('slack_api_url', `${receiverUrl}/slack`);
  secret('pagerduty_routing_key', 'key-of-this-test');
  secret('smtp_password', 'right');
}

async function waitUntilReady(
  stack: MonitoringStack,
  programs: readonly ChildProgram[],
): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && programs.every((program) => program.isRunning())) {
    const answers = await Promise.all(
      [stack.prometheusUrl, stack.alertmanagerUrl].map((url) =>
        fetch(`${url}/-/ready`).catch(() => null),
      ),
    );
    if (answers.every((answer) => answer?.ok)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Prometheus or Alertmanager did not become ready:\n${stack.output()}`);
}
