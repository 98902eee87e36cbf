import type { Abortable } from '../reclaimer.ts';
import { governorLimits } from '../governor.limits.ts';
import type { PressureAction } from './pressure-action.ts';

/** Bytes that ending a job wins, less what its progress is worth: a job near its end is left alone. */
function gain(job: Abortable): number {
  const done = Math.min(1, Math.max(0, job.progress?.() ?? 0));
  return job.usedBytes() * (1 - done);
}

/**
 * In an emergency that refusing work has not ended: ends the job that holds most for the least
 * finished work, one at a time, so that the next sample can tell whether that was enough. Jobs that
 * would win next to nothing are left alone.
 */
export function abortJob(afterMs: number = governorLimits.abortAfterMs.value): PressureAction {
  let sinceMs: number | undefined;
  return {
    name: 'abort',
    run({ nowMs, level, pressure, reclaimers }) {
      if (level !== 'emergency') {
        sinceMs = undefined;
        return undefined;
      }
      sinceMs ??= nowMs;
      if (nowMs - sinceMs < afterMs) return undefined;
      const [job] = reclaimers.abortables().sort((a, b) => gain(b) - gain(a));
      if (!job || gain(job) < governorLimits.abortLeastBytes.value) return undefined;
      sinceMs = nowMs;
      const bytesWon = job.usedBytes();
      const percent = (pressure.usedRatio * 100).toFixed(1);
      if (!reclaimers.abort(job, `memory emergency: ${pressure.cause} ${percent} %`)) {
        return undefined;
      }
      return { action: 'abort', subject: job.name, bytesWon };
    },
  };
}
