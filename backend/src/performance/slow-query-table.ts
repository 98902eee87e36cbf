import { DurationSketch } from './duration-sketch.ts';
import { FINGERPRINTS, WINDOW_MS, WINDOW_STEP_MS } from './performance.limits.ts';

/** One slow statement to be counted. */
export interface SlowStatement {
  readonly fingerprint: string;
  readonly durationMs: number;
  readonly rows: number;
  readonly isFailed: boolean;
}

/** What is known of the statements of one shape over the last hour; durations in ms. */
export interface SlowQuery {
  readonly fingerprint: string;
  readonly calls: number;
  readonly failed: number;
  readonly meanMs: number;
  /** Within 15 %. */
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly totalMs: number;
  readonly rows: number;
  readonly lastAtMs: number;
}

interface Slot {
  readonly step: number;
  readonly sketch: DurationSketch;
  calls: number;
  failed: number;
  totalMs: number;
  maxMs: number;
  rows: number;
}

interface Entry {
  lastAtMs: number;
  /** At most one for each step of the window, oldest first. */
  slots: Slot[];
}

const slotsKept = WINDOW_MS / WINDOW_STEP_MS;

/**
 * Figures of slow statements by shape over a sliding hour, in bounded memory: 1,000 shapes of at
 * most 12 slots of 0.3 KB. The shape not seen for longest makes room. O(1) a statement.
 */
export class SlowQueryTable {
  readonly #now: () => number;
  // In the order of the last sighting.
  readonly #entries = new Map<string, Entry>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  add({ fingerprint, durationMs, rows, isFailed }: SlowStatement): void {
    const nowMs = this.#now();
    const entry = this.#entries.get(fingerprint) ?? { lastAtMs: 0, slots: [] };
    this.#entries.delete(fingerprint);
    this.#entries.set(fingerprint, entry);
    if (this.#entries.size > FINGERPRINTS) this.#dropOldest();
    entry.lastAtMs = nowMs;
    const slot = this.#slot(entry, nowMs);
    slot.calls += 1;
    slot.failed += isFailed ? 1 : 0;
    slot.totalMs += durationMs;
    slot.maxMs = Math.max(slot.maxMs, durationMs);
    slot.rows += rows;
    slot.sketch.add(durationMs);
  }

  /** The shapes that took most time in the window, at most `limit`. O(shapes). */
  top(limit: number): SlowQuery[] {
    const oldest = this.#oldestStep(this.#now());
    return [...this.#entries]
      .map(([fingerprint, entry]) => summary(fingerprint, entry, oldest))
      .filter(({ calls }) => calls > 0)
      .sort((a, b) => b.totalMs - a.totalMs)
      .slice(0, limit);
  }

  #slot(entry: Entry, nowMs: number): Slot {
    const step = Math.floor(nowMs / WINDOW_STEP_MS);
    const last = entry.slots.at(-1);
    if (last?.step === step) return last;
    const oldest = this.#oldestStep(nowMs);
    const slot = {
      step,
      sketch: new DurationSketch(),
      calls: 0,
      failed: 0,
      totalMs: 0,
      maxMs: 0,
      rows: 0,
    };
    entry.slots = [...entry.slots.filter((kept) => kept.step >= oldest), slot];
    return slot;
  }

  #oldestStep(nowMs: number): number {
    return Math.floor(nowMs / WINDOW_STEP_MS) - slotsKept + 1;
  }

  #dropOldest(): void {
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

function summary(fingerprint: string, { lastAtMs, slots }: Entry, oldest: number): SlowQuery {
  const sketch = new DurationSketch();
  const sum = { calls: 0, failed: 0, totalMs: 0, maxMs: 0, rows: 0 };
  for (const slot of slots) {
    if (slot.step < oldest) continue;
    sketch.merge(slot.sketch);
    sum.calls += slot.calls;
    sum.failed += slot.failed;
    sum.totalMs += slot.totalMs;
    sum.maxMs = Math.max(sum.maxMs, slot.maxMs);
    sum.rows += slot.rows;
  }
  const meanMs = sum.calls === 0 ? 0 : sum.totalMs / sum.calls;
  // The sketch's bucket may reach beyond the longest that was seen.
  const p95Ms = Math.min(sum.maxMs, sketch.quantile(0.95));
  return { fingerprint, ...sum, meanMs, p95Ms, lastAtMs };
}
