import type { LighthouseResult } from './lighthouse.ts';
import { memoryConfig } from './memory-config.ts';

const { thresholds } = memoryConfig;

/** Lighthouse's own speed of the machine below which a run says little. */
export const SLOW_MACHINE_INDEX = 1000;

/** What one run measured; times in ms. */
export interface PageFigures {
  readonly score: number;
  readonly lcpMs: number;
  readonly cls: number;
  readonly ttiMs: number;
  readonly fidMs: number;
  readonly benchmarkIndex: number;
}

/** Device that is simulated: what a threshold is held against differs. */
export type Device = 'phone' | 'desk';

/** Reads the figures of a result; throws when Lighthouse could not measure the page. */
export function figuresOf(result: LighthouseResult): PageFigures {
  const { runtimeError, categories, audits, environment } = result;
  if (runtimeError !== undefined) throw new Error(runtimeError.message);
  const audit = (name: string): number => {
    const value = audits[name]?.numericValue;
    if (value === undefined) throw new Error(`Lighthouse did not measure ${name}`);
    return value;
  };
  return {
    score: Math.round((categories.performance.score ?? 0) * 100),
    lcpMs: audit('largest-contentful-paint'),
    cls: audit('cumulative-layout-shift'),
    ttiMs: audit('interactive'),
    fidMs: audit('max-potential-fid'),
    benchmarkIndex: environment.benchmarkIndex,
  };
}

/** The median of each figure, over the runs on a machine that was fast enough, or over all when none was. */
export function medianOf(runs: readonly PageFigures[]): PageFigures {
  const fast = runs.filter(({ benchmarkIndex }) => benchmarkIndex >= SLOW_MACHINE_INDEX);
  const counted = fast.length === 0 ? runs : fast;
  const median = (key: keyof PageFigures): number =>
    counted.map((run) => run[key]).toSorted((a, b) => a - b)[
      Math.floor((counted.length - 1) / 2)
    ] ?? NaN;
  return {
    score: median('score'),
    lcpMs: median('lcpMs'),
    cls: median('cls'),
    ttiMs: median('ttiMs'),
    fidMs: median('fidMs'),
    benchmarkIndex: median('benchmarkIndex'),
  };
}

/** What the figures of a device miss, one phrase each. */
export function missed(device: Device, figures: PageFigures): string[] {
  const { score, lcpMs, cls, ttiMs, fidMs } = figures;
  const phone = [
    lcpMs < thresholds.lcpMs ? '' : `LCP ${Math.round(lcpMs)} ms`,
    cls < thresholds.cls ? '' : `CLS ${cls.toFixed(3)}`,
    ttiMs < thresholds.ttiMs ? '' : `TTI ${Math.round(ttiMs)} ms`,
  ];
  const desk = [fidMs < thresholds.fidMs ? '' : `FID ${Math.round(fidMs)} ms`];
  return [
    score >= thresholds.leastScore ? '' : `score ${score}`,
    ...(device === 'phone' ? phone : desk),
  ].filter(Boolean);
}
