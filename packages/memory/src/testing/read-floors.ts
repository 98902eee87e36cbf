import { getHeapStatistics } from 'node:v8';
import type { TrackedObjects } from './tracked-objects.ts';

/** What can leak, and its figure at one moment. Figures of one kind have one unit. */
export type Floors = ReadonlyMap<string, number>;

/** Figures in bytes; all others are counts. */
export const byteFigures: ReadonlySet<string> = new Set(['heap', 'array buffers', 'external']);

/** Reads every figure once; right after a collection they are floors. */
export function readFloors(tracked: TrackedObjects): Floors {
  const { external, arrayBuffers } = process.memoryUsage();
  const floors = new Map([
    ['heap', getHeapStatistics().used_heap_size],
    ['array buffers', arrayBuffers],
    ['external', external - arrayBuffers],
    ['objects returned or tracked', tracked.countAlive()],
  ]);
  const add = (name: string, count: number) => floors.set(name, (floors.get(name) ?? 0) + count);
  for (const type of process.getActiveResourcesInfo()) add(`active ${type}`, 1);
  for (const event of process.eventNames()) {
    add(`process listeners of ${String(event)}`, process.listenerCount(event));
  }
  return floors;
}
