import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FileCgroupGauge } from './cgroup-gauge.ts';
import { ProcessMachine, emptyFigures } from './machine.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cgroup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'memory.current'), '1000\n');
  writeFileSync(join(folder, 'memory.stat'), 'anon 1\ninactive_file 300\nactive_file 0\n');
  writeFileSync(join(folder, 'memory.events'), 'oom 0\noom_kill 4\n');
  return folder;
}

it('reads the files anew each time, and leaves out what is not there', () => {
  const folder = makeFolder();
  const gauge = new FileCgroupGauge({ version: 2, folder });
  const figures = { workingSetBytes: 0, psiSomeRatio: 0, oomKills: 0 };
  gauge.read(figures);
  expect(figures).toEqual({ workingSetBytes: 700, psiSomeRatio: NaN, oomKills: 4 });
  writeFileSync(join(folder, 'memory.current'), '2000\n');
  gauge.read(figures);
  expect(figures.workingSetBytes).toBe(1_700);
  gauge.close();
});

it('measures this process', () => {
  const machine = new ProcessMachine(new FileCgroupGauge({ version: 2, folder: makeFolder() }));
  const figures = emptyFigures();
  machine.measure(figures);
  expect(figures.cgroupWorkingSetBytes).toBe(700);
  expect(figures.rssBytes).toBeGreaterThan(figures.heapUsedBytes);
  expect(figures.oldUsedBytes).toBeGreaterThan(0);
  expect(figures.oldUsedBytes).toBeLessThan(figures.heapUsedBytes);
  expect(machine.utilisation()).toBeGreaterThanOrEqual(0);
  machine.close();
});
