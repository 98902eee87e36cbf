import { monitorLimits } from '../monitor.limits.ts';
import type { Alert, AlertCondition } from './alert.ts';

interface Firing {
  readonly condition: AlertCondition;
  lastHeldMs: number;
}

/**
 * Knows which alerts fire. An alert fires at once and ends when its condition has been clear for
 * `alertQuietMs`. Holds at most one entry for each kind of alert of each target.
 */
export class AlertBook {
  readonly #firing = new Map<string, Firing>();
  readonly #recent: Alert[] = [];
  /** Alerts that began, since the start. */
  raised = 0;

  /** The last changes, newest first. */
  get recent(): readonly Alert[] {
    return this.#recent;
  }

  /** What fires now. */
  get firing(): readonly AlertCondition[] {
    return [...this.#firing.values()].map(({ condition }) => condition);
  }

  /** Takes the conditions of one look and answers the changes. */
  update(nowMs: number, conditions: readonly AlertCondition[]): Alert[] {
    const changes = conditions.flatMap((condition) => {
      const key = `${condition.target} ${condition.alert}`;
      const firing = this.#firing.get(key);
      if (condition.holds && firing === undefined) {
        this.#firing.set(key, { condition, lastHeldMs: nowMs });
        this.raised++;
        return [alertOf(nowMs, condition, 'firing')];
      }
      if (firing === undefined) return [];
      if (condition.holds) firing.lastHeldMs = nowMs;
      else if (nowMs - firing.lastHeldMs >= monitorLimits.alertQuietMs.value) {
        this.#firing.delete(key);
        return [alertOf(nowMs, condition, 'resolved')];
      }
      return [];
    });
    this.#recent.unshift(...changes.toReversed());
    this.#recent.length = Math.min(this.#recent.length, monitorLimits.recentAlerts.value);
    return changes;
  }
}

function alertOf(
  nowMs: number,
  { target, alert, level, detail }: AlertCondition,
  state: 'firing' | 'resolved',
): Alert {
  return { at: new Date(nowMs).toISOString(), target, alert, level, state, detail };
}
