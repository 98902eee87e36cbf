import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings, settingVariables } from './settings.ts';

it('takes the triggers of the guides unless told otherwise', () => {
  const { thresholds, driver, monitorUrl } = readSettings({});
  expect({ driver, monitorUrl }).toEqual({ driver: 'compose', monitorUrl: null });
  expect(thresholds).toMatchObject({
    memoryRatio: 0.9,
    memoryForMs: 120_000,
    performanceDrop: 0.2,
    healthFailures: 3,
  });
});

it('names every wrong value at once', () => {
  const wrong = () =>
    readSettings({
      BLUE_GREEN_DRIVER: 'swarm',
      BLUE_GREEN_WATCH_MS: 'long',
      BLUE_GREEN_MEMORY_RATIO: '-1',
      BLUE_GREEN_MONITOR_URL: 'monitor',
    });
  for (const name of ['DRIVER=swarm', 'WATCH_MS=long', 'MEMORY_RATIO=-1', 'MONITOR_URL=monitor'])
    expect(wrong).toThrow(`BLUE_GREEN_${name}`);
});

it('refuses the driver processes without their description', () => {
  expect(() => readSettings({ BLUE_GREEN_DRIVER: 'processes' })).toThrow(
    'BLUE_GREEN_PROCESSES_FILE is not set',
  );
});

it('stands in the documentation with every variable and its preset', () => {
  const page = readFileSync(
    new URL('../../docs/operations/blue-green.md', import.meta.url),
    'utf8',
  ).replace(/ +/g, ' ');
  for (const { name, preset, meaning } of settingVariables)
    expect(page).toContain(
      `| \`${name}\` | ${preset === '' ? 'unset' : `\`${preset}\``} | ${meaning} |`,
    );
});
