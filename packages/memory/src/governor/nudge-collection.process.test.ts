import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const program = `
  import { PerformanceObserver } from 'node:perf_hooks';
  import { setTimeout } from 'node:timers/promises';
  import { nudgeCollection } from ${JSON.stringify(new URL('./nudge-collection.ts', import.meta.url).href)};
  const kinds = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kinds.push(entry.detail.kind);
  }).observe({ entryTypes: ['gc'] });
  const live = Array.from({ length: 500_000 }, (_, i) => ({ i }));
  await setTimeout(100);
  const external = process.memoryUsage().external;
  const before = kinds.filter((kind) => kind === 4).length;
  nudgeCollection();
  for (let i = 0; i < 100 && kinds.filter((kind) => kind === 4).length === before; i++) await setTimeout(20);
  console.log(JSON.stringify({ majors: kinds.filter((kind) => kind === 4).length - before, live: live.length, isGone: process.memoryUsage().external - external < 2 ** 20 }));
`;

it('makes this Node run a major collection and leaves nothing behind', () => {
  const text = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(JSON.parse(text)).toEqual({ majors: 1, live: 500_000, isGone: true });
});
