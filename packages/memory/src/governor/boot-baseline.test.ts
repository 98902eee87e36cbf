import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyReading } from '../probe/reading.ts';
import type { Reading } from '../probe/reading.ts';
import { bootBaseline, workingSetParts } from './boot-baseline.ts';

const mib = 1024 * 1024;

/** A reading in MB: working set, heap pages, external memory. */
function readingOf(workingSet: number, heap: number, external: number): Reading {
  return {
    ...emptyReading(1000 * mib),
    workingSetBytes: workingSet * mib,
    heapCommittedBytes: heap * mib,
    heapUsedBytes: heap * mib,
    oldUsedBytes: heap * mib,
    externalBytes: external * mib,
  };
}

// 120 MB: 50 of code and native memory, 40 of heap, 10 external, 20 of which an engine.
const boot = bootBaseline(readingOf(120, 40, 10), 0, 20 * mib);

function partsOf(
  reading: Reading,
  accounted: number,
  standing = 20,
): [boot: number, heap: number, unexplained: number] {
  const parts = workingSetParts(reading, boot, accounted * mib, standing * mib);
  return [parts.bootBytes / mib, parts.heapBytes / mib, parts.unexplainedBytes / mib];
}

describe('the parts of a working set', () => {
  it('are boot alone when nothing has changed', () => {
    expect(partsOf(readingOf(120, 40, 10), 0)).toEqual([100, 0, 0]);
  });

  it('name growth of the heap that no account names', () => {
    expect(partsOf(readingOf(180, 90, 20), 25)).toEqual([100, 35, 0]);
  });

  it('leave only native growth unexplained', () => {
    expect(partsOf(readingOf(200, 90, 20), 25)).toEqual([100, 35, 20]);
  });

  it('let accounts name native memory once the growth of the heap is named', () => {
    expect(partsOf(readingOf(160, 50, 10), 40)).toEqual([100, 0, 0]);
  });

  it('keep growth of standing memory out of everything else', () => {
    expect(partsOf(readingOf(150, 40, 10), 0, 50)).toEqual([100, 0, 0]);
  });

  it('do not let a heap that has become smaller hide native growth', () => {
    expect(partsOf(readingOf(120, 20, 10), 0)).toEqual([80, 0, 20]);
  });

  it('sum up to the working set', () => {
    const mb = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(mb, mb, mb, mb, mb, (workingSet, heap, external, accounted, standing) => {
        const parts = partsOf(readingOf(workingSet, heap, external), accounted, standing);
        const sum = parts.reduce((total, part) => total + part, accounted + standing);
        expect(sum).toBeCloseTo(workingSet);
      }),
    );
  });
});

it('counts neither accounts nor standing memory as boot', () => {
  expect(bootBaseline(readingOf(150, 60, 10), 15 * mib, 30 * mib)).toEqual({
    workingSetBytes: 105 * mib,
    managedBytes: 55 * mib,
    externalBytes: 10 * mib,
    nativeBytes: 50 * mib,
    reusableBytes: 0,
  });
});
