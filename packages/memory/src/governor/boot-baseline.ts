import type { Reading } from '../probe/reading.ts';

/** What the process held when it had booted, without accounts and standing memory. Bytes. */
export interface BootBaseline {
  readonly workingSetBytes: number;
  /** Of it, pages of V8's heap and external memory. */
  readonly managedBytes: number;
  /** Of it, the rest: code, stacks, native memory. */
  readonly nativeBytes: number;
  /** Of it, heap pages that V8 held without need. */
  readonly reusableBytes: number;
  /** External memory that V8 knew of. */
  readonly externalBytes: number;
}

/** Where a working set is; the parts, `accountedBytes` and `standingBytes` sum up to it. */
export interface WorkingSetParts {
  readonly bootBytes: number;
  /** Heap pages and external memory beyond those at boot that no account names. */
  readonly heapBytes: number;
  /** What is left: native growth, fragmentation. Negative for named memory that is not resident. */
  readonly unexplainedBytes: number;
}

/** Heap pages that V8 holds, used or not, and the external memory it knows of. */
function managedBytes(reading: Readonly<Reading>): number {
  return reading.heapCommittedBytes + reading.externalBytes;
}

/** Heap pages that hold nothing but garbage of the young generation or nothing at all. */
export function reusableBytes(reading: Readonly<Reading>, liveOldBytes: number): number {
  const youngUsedBytes = reading.heapUsedBytes - reading.oldUsedBytes;
  return Math.max(0, reading.heapCommittedBytes - liveOldBytes - youngUsedBytes);
}

/** The baseline that a reading gives. Pure. */
export function bootBaseline(
  reading: Readonly<Reading>,
  accountedBytes: number,
  standingBytes: number,
): BootBaseline {
  const held = Math.max(0, reading.workingSetBytes - standingBytes);
  const managed = managedBytes(reading);
  return {
    workingSetBytes: Math.max(0, held - accountedBytes),
    managedBytes: Math.max(0, managed - accountedBytes),
    nativeBytes: Math.max(0, held - managed),
    reusableBytes: reusableBytes(reading, reading.oldUsedBytes),
    externalBytes: reading.externalBytes,
  };
}

/**
 * Splits a working set. Accounts name growth of the heap first, and native growth with what is left
 * of them; where the heap has become smaller than at boot, the boot part has. Pure.
 */
export function workingSetParts(
  reading: Readonly<Reading>,
  boot: BootBaseline,
  accountedBytes: number,
  standingBytes: number,
): WorkingSetParts {
  const grownBytes = managedBytes(reading) - boot.managedBytes;
  const bootBytes = boot.workingSetBytes + Math.min(0, grownBytes);
  const heapBytes = Math.max(0, grownBytes - accountedBytes);
  const named = bootBytes + heapBytes + accountedBytes + standingBytes;
  return { bootBytes, heapBytes, unexplainedBytes: reading.workingSetBytes - named };
}
