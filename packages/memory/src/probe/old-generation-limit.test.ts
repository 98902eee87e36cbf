import { expect, test } from 'vitest';
import { effectiveSemiSpaceMb, oldGenerationLimitBytes } from './old-generation-limit.ts';

const mib = 1024 * 1024;

test.each<[heapLimitMb: number, execArgv: string[], nodeMajor: number, oldMb: number]>([
  // Figures of heap_size_limit as Node 20.20 and 24.21 give them.
  [4288, [], 24, 4096],
  [4144, [], 20, 4096],
  [704, ['--max-old-space-size=512'], 24, 512],
  [524, ['--max-old-space-size=512', '--max-semi-space-size=4'], 24, 512],
  [515, ['--max_old_space_size=512', '--optimize_for_size'], 24, 512],
  [560, ['--max-semi-space-size=16'], 24, 512],
  [536, ['--max-semi-space-size=5'], 24, 512],
  [515, ['--optimize-for-size'], 24, 512],
  [600, ['--max-old-space-size=300', '--max-old-space-size=400'], 24, 400],
  // More young generation than heap: better half than nothing.
  [100, [], 24, 50],
])(
  'a heap limit of %d MB with %j on Node %d leaves %d MB',
  (heapMb, execArgv, nodeMajor, oldMb) => {
    expect(oldGenerationLimitBytes(heapMb * mib, execArgv, nodeMajor) / mib).toBe(oldMb);
  },
);

test.each([
  [1, 1],
  [5, 8],
  [16, 16],
  [0.2, 1],
])('a semi-space of %d MB becomes %d MB', (asked, taken) => {
  expect(effectiveSemiSpaceMb(asked, false)).toBe(taken);
});
