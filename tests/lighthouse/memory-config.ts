// @ts-expect-error -- plain JavaScript without types: the Lighthouse program reads the same file.
import phoneConfig, * as config from '../../lighthouse.memory-config.js';

interface Thresholds {
  readonly leastScore: number;
  readonly lcpMs: number;
  readonly cls: number;
  readonly ttiMs: number;
  readonly fidMs: number;
}

/** Limits, tab size and the two devices of `lighthouse.memory-config.js`. */
export const memoryConfig = {
  thresholds: config.thresholds as Thresholds,
  tabHeapMb: config.tabHeapMb as number,
  devices: { phone: phoneConfig as unknown, desk: config.desktop as unknown },
};
