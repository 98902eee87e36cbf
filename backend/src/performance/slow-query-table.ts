import { DurationSketch } from './duration-sketch.ts';
import { fingerprintId } from './fingerprint.ts';
import {
  FINGERPRINTS,
  KEPT_BYTES,
  KEPT_SQL_LETTERS,
  WINDOW_MS,
  WINDOW_STEP_MS,
} from './performance.limits.ts';

/** One slow statement to be counted. */
export interface SlowStatement {
  readonly fingerprint: string;
  /** Its text, for EXPLAIN; parameters stand in it as `$1`. */
  readonly sql: string;
  readonly durationMs: number;
  readonly rows: number;
  readonly isFailed: boolean;
}

/** What is known of the statements of one shape over the last hour; durations in ms. */
export interface SlowQuery {
  /** Short name of the shape, the same on every instance. */
  readonly id: string;
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
  readonly id: string;
  lastAtMs: number;
  /** The last text of this shape; null when it was too long to keep. */
  sql: string | null;
  /** At most one for each step of the window, oldest first. */
  slots: Slot[];
}

const slotsKept = WINDOW_MS / WINDOW_STEP_MS;

/**
 * Figures of slow statements by shape over a sliding hour, in bounded memory: 1,000 shapes of at
 * most 12 slots of 0.3 KB, and 8 MB with their texts. The shape not seen for longest makes room. O(1) a statement.
 */
export class SlowQueryTable {
  readonly #now: () => number;
  // In the order of the last sighting.
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Estimated bytes of all that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  add({ fingerprint, sql, durationMs, rows, isFailed }: SlowStatement): void {
    const nowMs = this.#now();
    const entry = this.#take(fingerprint);
    entry.sql = sql.length <= KEPT_SQL_LETTERS ? sql : null;
    entry.lastAtMs = nowMs;
    const slot = this.#slot(entry, nowMs);
    slot.calls += 1;
    slot.failed += isFailed ? 1 : 0;
    slot.totalMs += durationMs;
    slot.maxMs = Math.max(slot.maxMs, durationMs);
    slot.rows += rows;
    slot.sketch.add(durationMs);
    this.#put(fingerprint, entry);
  }

  /** The text of a shape by its id; null when it is not known or was too long. O(shapes). */
  textOf(id: string): string | null {
    for (const entry of this.#entries.values()) if (entry.id === id) return entry.sql;
    return null;
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

  #take(fingerprint: string): Entry {
    const known = this.#entries.get(fingerprint);
    if (known === undefined)
      return { id: fingerprintId(fingerprint), lastAtMs: 0, sql: null, slots: [] };
    this.#entries.delete(fingerprint);
    this.#bytes -= bytesOf(fingerprint, known);
    return known;
  }

  #put(fingerprint: string, entry: Entry): void {
    this.#entries.set(fingerprint, entry);
    this.#bytes += bytesOf(fingerprint, entry);
    while (this.#entries.size > FINGERPRINTS || this.#bytes > KEPT_BYTES) {
      const oldest = this.#entries.entries().next().value;
      if (oldest === undefined) return;
      this.#entries.delete(oldest[0]);
      this.#bytes -= bytesOf(...oldest);
    }
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
}

function summary(fingerprint: string, { id, lastAtMs, slots }: Entry, oldest: number): SlowQuery {
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
  return { id, fingerprint, ...sum, meanMs, p95Ms, lastAtMs };
}

// A letter is counted as two bytes; a slot as measured: its sketch of 40 counts and five figures.
function bytesOf(fingerprint: string, { sql, slots }: Entry): number {
  return 2 * (fingerprint.length + (sql?.length ?? 0)) + 320 * slots.length + 200;
}
