import { describe, expect, it } from 'vitest';
import { runTool } from '../support/run-tool.ts';
import { hasTool } from '../support/tool.ts';
import { projectFolder, projectYaml } from './project-file.ts';
import { alerts } from './rule-files.ts';

const path = 'monitoring/alertmanager.yml';
const hasAmtool = hasTool('amtool');

interface Config {
  readonly inhibit_rules: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
  }[];
  readonly receivers: readonly { readonly name: string }[];
}

const config = projectYaml<Config>(path);
const kindsOf = (name: string): string[] =>
  Object.keys(config.receivers.find((receiver) => receiver.name === name) ?? {}).toSorted();

describe('the configuration of Alertmanager', () => {
  it.skipIf(!hasAmtool)('is accepted by amtool', () => {
    const { code, output } = runTool('amtool', ['check-config', path], projectFolder);
    expect(code, output).toBe(0);
  });

  it.skipIf(!hasAmtool)(
    'tells the team of warnings and whoever is on call of critical alerts',
    () => {
      const receiverOf = (severity: string): string =>
        runTool(
          'amtool',
          ['config', 'routes', 'test', `--config.file=${path}`, `severity=${severity}`],
          projectFolder,
        ).output;
      expect(receiverOf('warning').split('\n')).toContain('team');
      expect(receiverOf('critical').split('\n')).toContain('on-call');
    },
  );

  it('uses Slack and email, and PagerDuty for what is critical', () => {
    expect(kindsOf('team')).toEqual(['email_configs', 'name', 'slack_configs']);
    expect(kindsOf('on-call')).toEqual([
      'email_configs',
      'name',
      'pagerduty_configs',
      'slack_configs',
    ]);
  });

  it('holds no secret, only the names of files with one', () => {
    const secrets =
      /^(smtp_auth_(password|secret)|auth_(password|secret)|slack_api_url|api_url|routing_key|service_key|password|credentials|bearer_token)$/;
    const keys = (value: unknown): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [key, ...keys(inner)])
        : [];
    expect(keys(config).filter((key) => secrets.test(key))).toEqual([]);
    expect(keys(config)).toEqual(
      expect.arrayContaining(['slack_api_url_file', 'routing_key_file', 'smtp_auth_password_file']),
    );
  });

  it('inhibits by names that alerts have', () => {
    const names = new Set(alerts.map(({ alert }) => alert));
    const used = config.inhibit_rules
      .flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers])
      .flatMap(
        (matcher) =>
          /^alertname =~? "(.+)"$/.exec(matcher)?.[1]?.split('|') ?? [`not read: ${matcher}`],
      );
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });
});
