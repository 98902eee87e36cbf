import { metric, type Metric, type MetricKind } from './measurements.ts';

class Measured {
  readonly #metric: Metric;

  constructor(name: string, kind: MetricKind) {
    this.#metric = metric(name, kind);
  }

  add(value: number | boolean): void {
    this.#metric.values.push(Number(value));
  }
}

/** k6's sum. */
export class Counter extends Measured {
  constructor(name: string) {
    super(name, 'counter');
  }
}

/** k6's last value. */
export class Gauge extends Measured {
  constructor(name: string) {
    super(name, 'gauge');
  }
}

/** k6's distribution. */
export class Trend extends Measured {
  constructor(name: string) {
    super(name, 'trend');
  }
}
