import { MetricsPage } from './metrics-page.ts';
import { watchedBounds, type Watched } from './watched-bounds.ts';

/** The worst reading of one figure: the one that came nearest to its bound, or went beyond it. */
export interface Highest {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  readonly holds: boolean;
}

/** Reads the metrics page again and again and keeps the worst reading of every bounded figure. */
export class HighestReadings {
  readonly #url: string;
  readonly #worst = new Map<string, Highest>();
  #watched: readonly Watched[] | null = null;
  readings = 0;

  constructor(metricsUrl: string) {
    this.#url = `${metricsUrl}/monitoring/metrics`;
  }

  async read(): Promise<void> {
    const answer = await fetch(this.#url);
    const page = new MetricsPage(await answer.text());
    this.#watched ??= watchedBounds(page);
    this.readings += 1;
    for (const one of this.#watched) this.note(one.what, one.value(page), one.bound(page));
  }

  /** Keeps a reading that came from elsewhere. */
  note(what: string, value: number, bound: number): void {
    const before = this.#worst.get(what);
    if (before && before.value - before.bound >= value - bound) return;
    this.#worst.set(what, { what, value, bound, holds: value <= bound });
  }

  get all(): Highest[] {
    return [...this.#worst.values()];
  }
}
