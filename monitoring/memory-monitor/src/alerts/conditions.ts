import type { Target } from '../target/target.ts';
import type { AlertCondition } from './alert.ts';

const SOON_SECONDS = 3600;
const OOM_SHOWN_MS = 60_000;

/**
 * The conditions of one target: its four triggers, a kill by the kernel, memory above the warning, and a
 * limit that its trend meets within the hour. A colour that is not there while the other one is healthy is
 * idle: its health raises nothing.
 */
export function conditionsOf(target: Target, peer: Target | null, nowMs: number): AlertCondition[] {
  const isIdle = target.memory === null && peer?.health.isGood === true;
  const ratio = target.usedRatio ?? 0;
  const seconds = target.timeToLimitSeconds(nowMs);
  const condition = (
    alert: string,
    level: 'warning' | 'critical',
    holds: boolean,
    detail: string,
  ): AlertCondition => ({ target: target.name, alert, level, holds, detail });
  const killed = target.lastOomKillMs !== null && nowMs - target.lastOomKillMs < OOM_SHOWN_MS;
  return [
    ...target
      .triggers(nowMs)
      .map(({ name, holds, detail }) =>
        condition(`rollback-${name}`, 'critical', holds && !(name === 'health' && isIdle), detail),
      ),
    condition('oom-kill', 'critical', killed, 'the kernel killed a process at the limit'),
    condition(
      'memory-warning',
      'warning',
      ratio > target.config.warningRatio,
      `${(100 * ratio).toFixed(1)} % of the limit`,
    ),
    condition(
      'limit-soon',
      'warning',
      seconds !== null && seconds < SOON_SECONDS,
      `at this trend the limit is met in ${seconds ?? 0} s`,
    ),
  ];
}
