import { bulkStatuses } from '@lexiflow/contracts';
import type { BulkKindName, BulkStatus } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { labelled } from '../platform/metrics/metric-family.ts';
import { Metrics } from '../platform/metrics/metrics.ts';

/** Rows answered since start, for the metrics page. */
@Injectable()
export class BulkFigures {
  readonly #rows = new Map<BulkKindName, Record<BulkStatus, number>>();

  constructor(metrics: Metrics) {
    metrics.add(
      labelled('counter', 'lexiflow_bulk_rows_total', 'Rows answered by bulk operations', () =>
        [...this.#rows].flatMap(([kind, counts]) =>
          Object.entries(counts).map(([status, value]) => ({ labels: { kind, status }, value })),
        ),
      ),
    );
  }

  /** One more row of the kind was answered so. */
  count(kind: BulkKindName, status: BulkStatus): void {
    const counts =
      this.#rows.get(kind) ??
      (Object.fromEntries(bulkStatuses.map((each) => [each, 0])) as Record<BulkStatus, number>);
    counts[status]++;
    this.#rows.set(kind, counts);
  }
}
