import { labelled } from '../../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../../platform/metrics/metric-family.ts';

/** Counts of this process for the metrics page. */
export class RunFigures {
  readonly #runs = { test: { ok: 0, failed: 0 }, sync: { ok: 0, failed: 0 } };

  count(action: 'test' | 'sync', outcome: 'ok' | 'failed'): void {
    this.#runs[action][outcome]++;
  }

  metrics(): MetricFamily[] {
    return [
      labelled(
        'counter',
        'lexiflow_integration_runs_total',
        'Connection tests and syncs of this process that ended, by how',
        () =>
          Object.entries(this.#runs).flatMap(([action, counts]) =>
            Object.entries(counts).map(([outcome, value]) => ({
              labels: { action, outcome },
              value,
            })),
          ),
      ),
    ];
  }
}
