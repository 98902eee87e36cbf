import { readFileSync } from 'node:fs';
import type { MemoryCgroup } from '../../support/cgroup.ts';

/** What a watch of the server's memory has seen so far. */
export interface MemoryWatch extends Disposable {
  readonly peakBytes: number;
  /** Of every look, in bytes. */
  readonly looks: readonly number[];
}

const EVERY_MS = 100;

/** Looks at the working set of the group, or at the resident memory of the process, ten times a second. */
export function watchMemory(pid: number, cgroup: MemoryCgroup | undefined): MemoryWatch {
  const looks: number[] = [];
  let peakBytes = 0;
  const timer = setInterval(() => {
    const bytes = cgroup ? cgroup.workingSetBytes() : residentBytes(pid);
    looks.push(bytes);
    peakBytes = Math.max(peakBytes, bytes);
  }, EVERY_MS);
  return {
    looks,
    get peakBytes() {
      return peakBytes;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** Resident bytes of a process; 0 when it is gone. */
export function residentBytes(pid: number): number {
  try {
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}

/** Standard deviation over mean. */
export function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length) / mean;
}
