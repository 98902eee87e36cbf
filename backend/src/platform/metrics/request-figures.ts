import { FixedHistogram } from './fixed-histogram.ts';
import { LatencyWindow } from './latency-window.ts';
import { metricsLimits } from './metrics.limits.ts';

/** Upper bounds of request durations, in seconds. */
const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const KIB = 1024;

/** Upper bounds of what a request held on its account, in bytes. */
const peakBounds = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144].map((kib) => kib * KIB);

/** How a request ended, as its metric says it. */
export const outcomes = ['1xx', '2xx', '3xx', '4xx', '5xx', 'aborted'] as const;
const ABORTED = 5;

/** Requests of one route: counts by outcome, durations, and what their accounts held at most. */
export class RouteFigures {
  readonly name: string;
  readonly counts = new Float64Array(outcomes.length);
  readonly seconds = new FixedHistogram(durationBounds);
  readonly peakBytes = new FixedHistogram(peakBounds);

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Counts what the server answers, per route and over all. A route's figures are looked up once, at
 * start; a request then costs a few array writes. Unknown addresses share one row.
 */
export class RequestFigures {
  readonly #routes = new Map<string, RouteFigures>();
  readonly #unknown = new RouteFigures('unknown');
  readonly #window = new LatencyWindow();
  inFlight = 0;

  /** The figures of a route, made on first use; above the series limit those of `unknown`. */
  forRoute(name: string): RouteFigures {
    const known = this.#routes.get(name);
    if (known !== undefined) return known;
    if (this.#routes.size * outcomes.length >= metricsLimits.seriesPerMetric) return this.#unknown;
    const figures = new RouteFigures(name);
    this.#routes.set(name, figures);
    return figures;
  }

  /** The row of requests that no route answers. */
  get unknown(): RouteFigures {
    return this.#unknown;
  }

  /** All rows that have counted something. */
  rows(): RouteFigures[] {
    return [...this.#routes.values(), this.#unknown].filter((row) => row.seconds.count > 0);
  }

  /** Counts one finished request; an aborted one has no meaningful status. */
  finished(figures: RouteFigures, status: number, isAborted: boolean, ms: number): void {
    const index = isAborted ? ABORTED : Math.min(4, Math.max(0, Math.floor(status / 100) - 1));
    figures.counts[index] = (figures.counts[index] ?? 0) + 1;
    figures.seconds.observe(ms / 1000);
    this.#window.observe(ms);
  }

  /** Requests and percentiles since the last call, which starts the next window. */
  takeWindow(): { requests: number; p50Ms: number; p95Ms: number; p99Ms: number } {
    const window = this.#window;
    const taken = {
      requests: window.total,
      p50Ms: window.percentile(0.5),
      p95Ms: window.percentile(0.95),
      p99Ms: window.percentile(0.99),
    };
    window.reset();
    return taken;
  }
}
