import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it, test } from 'vitest';
import { effectiveSemiSpaceMb } from '../probe/old-generation-limit.ts';
import type { MemoryFacts, MemoryWishes } from './memory-plan.ts';
import { plan } from './plan.ts';

const mib = 1024 * 1024;
const facts: MemoryFacts = {
  cgroupLimitBytes: 1024 * mib,
  machineBytes: 24_000 * mib,
  nodeMajor: Number.parseInt(process.versions.node, 10),
  embeddedDatabase: false,
};

/** What a Node started with these flags makes of them. */
function start(flags: readonly string[]): { heapSizeLimit: number; hasGc: boolean } {
  const program =
    'const { heap_size_limit } = require("node:v8").getHeapStatistics();' +
    'console.log(JSON.stringify({ heapSizeLimit: heap_size_limit, hasGc: typeof gc === "function" }))';
  const text = execFileSync(process.execPath, [...flags, '--eval', program], { encoding: 'utf8' });
  return JSON.parse(text) as { heapSizeLimit: number; hasGc: boolean };
}

test.each<MemoryWishes>([
  {},
  { semiSpaceMb: 5 },
  { semiSpaceMb: 32, exposeGc: false },
  { optimizeForMemory: true },
  { optimizeForMemory: true, semiSpaceMb: 16 },
  { maxOldSpaceMb: 512, initialOldSpaceMb: 256 },
])('this Node takes the flags of %j, and its heap limit is the planned one', (wishes) => {
  const made = plan(facts, wishes);
  const { heapSizeLimit, hasGc } = start(made.flags);
  expect(heapSizeLimit).toBe(made.heap.oldSpaceMb * mib + made.heap.youngGenerationBytes);
  expect(hasGc).toBe(wishes.exposeGc ?? true);
});

it('rounds a semi-space as V8 does', () => {
  const { heapSizeLimit } = start(['--max-old-space-size=256', '--max-semi-space-size=9']);
  expect(heapSizeLimit).toBe((256 + 3 * effectiveSemiSpaceMb(9, false)) * mib);
});

test.each(['--optimize-for-size', '--initial-old-space-size=100', '--gc-interval=100'])(
  'this Node refuses %s in NODE_OPTIONS, which is why flags go on the command line',
  (flag) => {
    const { status, stderr } = spawnSync(process.execPath, ['--eval', '0'], {
      encoding: 'utf8',
      env: { NODE_OPTIONS: flag },
    });
    expect(status).toBe(9);
    expect(stderr).toContain('is not allowed in NODE_OPTIONS');
  },
);
