import { expect, test } from 'vitest';
import type { MemoryFigures } from './memory-view.ts';
import { ProcessWatch } from './process-watch.ts';

const mib = 1024 * 1024;

/** Figures of a process with so much memory in buffers and 8 MB outside the heap beside them. */
function figures(buffersMb: number): MemoryFigures {
  return {
    majors: 0,
    heapUsedBytes: 20 * mib,
    oldUsedBytes: 20 * mib,
    oldLimitBytes: 256 * mib,
    externalBytes: (buffersMb + 8) * mib,
    arrayBuffersBytes: buffersMb * mib,
    workingSetBytes: 100 * mib,
    limitBytes: 512 * mib,
    unexplainedBytes: 0,
  };
}

test.each([
  ['that a thread still frees after the collection are no growth', 2, 'flat'],
  ['that are still there at the next count grow', undefined, 'grows'],
] as const)('buffers %s', (_, sweptMb, shape) => {
  const watch = new ProcessWatch();
  for (let floor = 0; floor < 12; floor++) {
    const buffersMb = 4 + floor * 2;
    watch.addFloor(floor * 120_000, 0, figures(buffersMb));
    watch.addOutside(figures(sweptMb ?? buffersMb + 1));
  }
  expect(watch.external().shape).toBe(shape);
});
