import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runTool } from '../support/run-tool.ts';
import { hasTool } from '../support/tool.ts';
import { projectFolder, projectText } from './project-file.ts';
import { alerts, checksOf, ruleFiles, rules, rulesFolder, ruleTestFiles } from './rule-files.ts';

const hasPromtool = hasTool('promtool');
const folder = projectFolder + rulesFolder;

describe('the rules', () => {
  it.skipIf(!hasPromtool)('are accepted by promtool', () => {
    const { code, output } = runTool('promtool', ['check', 'rules', ...ruleFiles], folder);
    expect(code, output).toBe(0);
    expect(output).not.toContain('duplicate');
  });

  it.skipIf(!hasPromtool)('fire and are silent as their unit tests say', () => {
    const files = ruleTestFiles.map((name) => `tests/${name}`);
    const { code, output } = runTool('promtool', ['test', 'rules', ...files], folder);
    expect(code, output).toBe(0);
  });

  it('hold the alerts that the guides name', () => {
    const names = new Set(alerts.map(({ alert }) => alert));
    expect(names).toContain('HighMemoryUsage');
    expect(names).toContain('CriticalMemoryUsage');
    expect(names).toContain('FrequentGC');
  });

  it('record each figure once', () => {
    const names = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(alerts.map((rule) => [`${rule.alert} (${rule.file})`, rule] as const))(
  '%s',
  (_, rule) => {
    const scope = rule.labels?.['scope'];
    const checks = checksOf(rule.file).filter(({ alertname }) => alertname === rule.alert);

    it('has a unit test in which it fires and one in which it is silent', () => {
      const fired = checks.flatMap(({ exp_alerts }) => exp_alerts ?? []);
      expect(fired.some(({ exp_labels }) => exp_labels['scope'] === scope)).toBe(true);
      expect(checks.some(({ exp_alerts }) => exp_alerts?.length === 0)).toBe(true);
    });

    it('says how grave it is, what it means and where its runbook stands', () => {
      expect(rule.labels?.['severity']).toMatch(/^(warning|critical)$/);
      expect(rule.annotations).toMatchObject({
        summary: expect.stringMatching(/\S/),
        description: expect.stringMatching(/\S/),
        runbook_url: `docs/operations/runbooks/${rule.alert}.md`,
      });
    });

    it('has a runbook that says what it means, what to look at and what to do', () => {
      const path = rule.annotations?.['runbook_url'] ?? '';
      expect(existsSync(projectFolder + path), path).toBe(true);
      const page = projectText(path);
      expect(page).toContain(`# ${rule.alert}\n`);
      for (const part of ['## Meaning', '## Look', '## Do']) expect(page).toContain(`${part}\n`);
    });
  },
);
