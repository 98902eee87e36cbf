import { describe, expect, it } from 'vitest';
import { MemoryMonitor } from './memory-monitor.ts';
import { MAX_SNAPSHOTS, MAX_TRACKED_NAMES } from './performance.limits.ts';

function monitorOver(heaps: readonly (number | null)[], stepMs = 10_000) {
  let reads = 0;
  let time = 0;
  const monitor = new MemoryMonitor(
    () => ({ heapBytes: heaps[reads++ % heaps.length] ?? null, domNodes: 100 }),
    () => (time += stepMs),
  );
  return monitor;
}

describe('MemoryMonitor', () => {
  it('keeps the newest snapshots up to its bound', () => {
    const monitor = monitorOver([1]);
    for (let index = 0; index < MAX_SNAPSHOTS + 50; index++) monitor.takeSnapshot();
    const { snapshots } = monitor.figures();
    expect(snapshots).toHaveLength(MAX_SNAPSHOTS);
    expect(snapshots[0]?.at).toBe(51 * 10_000);
  });

  it('folds names beyond its bound into one row', () => {
    const monitor = monitorOver([1]);
    for (let index = 0; index < MAX_TRACKED_NAMES * 3; index++) {
      monitor.recordRender(`component-${index}`, 1);
    }
    const { renders } = monitor.figures();
    expect(renders).toHaveLength(MAX_TRACKED_NAMES);
    expect(renders[0]).toMatchObject({ name: 'other', count: MAX_TRACKED_NAMES * 2 + 1 });
  });

  it('counts a render above one frame as slow', () => {
    const monitor = monitorOver([1]);
    for (const durationMs of [4, 16, 40]) monitor.recordRender('list', durationMs);
    expect(monitor.figures().renders).toEqual([
      { name: 'list', count: 3, slow: 1, totalMs: 60, maxMs: 40 },
    ]);
  });

  it('tells growth per hour from a rising heap and none from a flat one', () => {
    const rising = monitorOver([0, 1000, 2000, 3000]);
    const flat = monitorOver([500]);
    for (let index = 0; index < 4; index++) {
      rising.takeSnapshot();
      flat.takeSnapshot();
    }
    expect(rising.trend().heapBytesPerHour).toBeCloseTo(360_000);
    expect(flat.trend()).toMatchObject({ heapBytesPerHour: 0, domNodesPerHour: 0 });
  });

  it('names no heap growth where the browser tells no heap', () => {
    const monitor = monitorOver([null]);
    for (let index = 0; index < 4; index++) monitor.takeSnapshot();
    expect(monitor.trend().heapBytesPerHour).toBeNull();
  });

  it('exports all figures as JSON', () => {
    const monitor = monitorOver([7]);
    monitor.recordCache('queries', true);
    monitor.recordCache('queries', false);
    monitor.takeSnapshot();
    expect(JSON.parse(monitor.exportJson())).toMatchObject({
      caches: [{ name: 'queries', hits: 1, misses: 1 }],
      snapshots: [{ heapBytes: 7, domNodes: 100 }],
    });
  });
});
