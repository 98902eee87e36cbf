import type { Target } from '../target/target.ts';

/** One line of `GET /api/targets`. What is not known is null. */
export interface TargetJson {
  readonly name: string;
  readonly workingSetBytes: number | null;
  /** What the kernel cannot take back; the ratio, the trend and the triggers count this. */
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
  readonly usedRatio: number | null;
  readonly trendBytesPerHour: number | null;
  readonly timeToLimitSeconds: number | null;
  readonly oomKills: number | null;
  readonly restarts: number;
  /** Failed health checks in a row; null where none is made. */
  readonly failedHealthChecks: number | null;
  readonly seenAt: string | null;
}

/** The present figures of a target. */
export function targetJson(target: Target, nowMs: number): TargetJson {
  const { memory } = target;
  return {
    name: target.name,
    workingSetBytes: memory?.workingSetBytes ?? null,
    usedBytes: memory?.usedBytes ?? null,
    limitBytes: memory?.limitBytes ?? null,
    usedRatio: target.usedRatio,
    trendBytesPerHour: target.trend(nowMs)?.bytesPerHour ?? null,
    timeToLimitSeconds: target.timeToLimitSeconds(nowMs),
    oomKills: memory?.oomKills ?? null,
    restarts: target.restarts,
    failedHealthChecks: target.config.healthUrl === null ? null : target.health.failures,
    seenAt: target.seenMs === null ? null : new Date(target.seenMs).toISOString(),
  };
}
