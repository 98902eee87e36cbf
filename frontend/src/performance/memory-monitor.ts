import { MAX_SNAPSHOTS, MAX_TRACKED_NAMES, SLOW_RENDER_MS } from './performance.limits.ts';
import { readBrowser, type BrowserFigures } from './read-browser.ts';

/** Renders of one component or runs of one computation; times in milliseconds. */
export interface RunFigures {
  readonly name: string;
  readonly count: number;
  readonly slow: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

/** Hits and misses of one cache or memo. */
export interface HitFigures {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
}

/** One reading of the page: heap bytes (`null` where the browser does not tell) and DOM nodes. */
export interface Snapshot {
  readonly at: number;
  readonly heapBytes: number | null;
  readonly domNodes: number;
}

/** How the page grows over the kept snapshots: least-squares slopes per hour. */
export interface Trend {
  readonly snapshots: number;
  readonly spanMs: number;
  readonly heapBytesPerHour: number | null;
  readonly domNodesPerHour: number | null;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const OTHER = 'other';

/**
 * The console's watch over its own memory: renders, computations, cache hits and snapshots, all
 * bounded by `performance.limits.ts`. It never reads more than the browser offers by itself.
 */
export class MemoryMonitor {
  readonly #read: () => BrowserFigures;
  readonly #now: () => number;
  readonly #renders = new Map<string, Mutable<RunFigures>>();
  readonly #computations = new Map<string, Mutable<RunFigures>>();
  readonly #caches = new Map<string, Mutable<HitFigures>>();
  readonly #snapshots: Snapshot[] = [];

  constructor(read: () => BrowserFigures = readBrowser, now: () => number = Date.now) {
    this.#read = read;
    this.#now = now;
  }

  /** Counts one render of `name` that took `durationMs`. */
  recordRender(name: string, durationMs: number): void {
    addRun(this.#renders, name, durationMs);
  }

  /** Counts one run of the computation `name` that took `durationMs`. */
  recordComputation(name: string, durationMs: number): void {
    addRun(this.#computations, name, durationMs);
  }

  /** Counts a hit or a miss of the cache `name`. */
  recordCache(name: string, hit: boolean): void {
    const row = rowOf(this.#caches, name, (key) => ({ name: key, hits: 0, misses: 0 }));
    if (hit) row.hits += 1;
    else row.misses += 1;
  }

  /** Reads the page once without keeping the reading. */
  read(): Snapshot {
    return { at: this.#now(), ...this.#read() };
  }

  /** Reads the page once and keeps the reading, dropping the oldest above the bound. */
  takeSnapshot(): Snapshot {
    const snapshot = this.read();
    if (this.#snapshots.length >= MAX_SNAPSHOTS) this.#snapshots.shift();
    this.#snapshots.push(snapshot);
    return snapshot;
  }

  /** Snapshots every `intervalMs` until the returned function is called. */
  start(intervalMs: number): () => void {
    const timer = setInterval(() => this.takeSnapshot(), intervalMs);
    return () => clearInterval(timer);
  }

  /** The growth of heap and DOM per hour; `null` with fewer than three usable snapshots. */
  trend(): Trend {
    const first = this.#snapshots[0];
    const last = this.#snapshots.at(-1);
    return {
      snapshots: this.#snapshots.length,
      spanMs: first && last ? last.at - first.at : 0,
      heapBytesPerHour: slopePerHour(this.#snapshots, (snapshot) => snapshot.heapBytes),
      domNodesPerHour: slopePerHour(this.#snapshots, (snapshot) => snapshot.domNodes),
    };
  }

  /** All figures, slowest total first; a copy that later recording does not change. */
  figures() {
    return {
      renders: [...this.#renders.values()].sort(byTotal).map((row) => ({ ...row })),
      computations: [...this.#computations.values()].sort(byTotal).map((row) => ({ ...row })),
      caches: [...this.#caches.values()].map((row) => ({ ...row })),
      snapshots: [...this.#snapshots],
      trend: this.trend(),
    };
  }

  /** All figures as JSON text, for a ticket. */
  exportJson(): string {
    return JSON.stringify({ exportedAt: new Date(this.#now()).toISOString(), ...this.figures() });
  }
}

/** The monitor of this page. */
export const memoryMonitor = new MemoryMonitor();

function rowOf<Row>(rows: Map<string, Row>, name: string, make: (key: string) => Row): Row {
  const key = rows.has(name) || rows.size < MAX_TRACKED_NAMES - 1 ? name : OTHER;
  let row = rows.get(key);
  if (!row) {
    row = make(key);
    rows.set(key, row);
  }
  return row;
}

function addRun(rows: Map<string, Mutable<RunFigures>>, name: string, durationMs: number): void {
  const row = rowOf(rows, name, (key) => ({ name: key, count: 0, slow: 0, totalMs: 0, maxMs: 0 }));
  row.count += 1;
  row.totalMs += durationMs;
  row.maxMs = Math.max(row.maxMs, durationMs);
  if (durationMs > SLOW_RENDER_MS) row.slow += 1;
}

function byTotal(left: RunFigures, right: RunFigures): number {
  return right.totalMs - left.totalMs;
}

function slopePerHour(
  snapshots: readonly Snapshot[],
  value: (snapshot: Snapshot) => number | null,
): number | null {
  const points = snapshots.flatMap((snapshot) => {
    const y = value(snapshot);
    return y === null ? [] : [{ x: snapshot.at, y }];
  });
  if (points.length < 3) return null;
  const meanX = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const meanY = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  let covariance = 0;
  let variance = 0;
  for (const { x, y } of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return variance === 0 ? null : (covariance / variance) * 3_600_000;
}
