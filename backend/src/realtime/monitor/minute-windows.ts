import type { RealtimeWindow } from '@lexiflow/contracts';
import { RingBuffer } from '@lexiflow/memory';
import { realtimeLimits } from '../realtime.limits.ts';
import type { RealtimeFigures } from './realtime-figures.ts';

const counted = [
  'opened',
  'closed',
  'refused',
  'messagesIn',
  'messagesOut',
  'dropped',
  'resyncs',
] as const;
type Counts = Record<(typeof counted)[number], number>;

interface Window extends Counts {
  readonly minute: number;
  connections: number;
}

const windowMs = realtimeLimits.windowMs.value;

/** Sixty windows of one minute in fixed memory. A minute in which nothing was looked at has none. */
export class MinuteWindows {
  readonly #ring = new RingBuffer<Window>(realtimeLimits.windows.value);
  #last: Counts = countsOf(new Map());

  /** Adds what was counted since the last look to the window of now. */
  look(nowMs: number, figures: RealtimeFigures, connections: number): void {
    const minute = Math.floor(nowMs / windowMs);
    let window = this.#ring.at(-1);
    if (window?.minute !== minute) {
      window = { minute, connections, ...countsOf(new Map()) };
      this.#ring.push(window);
    }
    window.connections = Math.max(window.connections, connections);
    const now = countsOf(new Map(counted.map((name) => [name, figures[name]])));
    for (const name of counted) window[name] += now[name] - this.#last[name];
    this.#last = now;
  }

  /** Oldest first. */
  list(): RealtimeWindow[] {
    return Array.from(this.#ring, ({ minute, ...figures }) => ({
      at: new Date(minute * windowMs).toISOString(),
      ...figures,
    }));
  }
}

function countsOf(values: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries(counted.map((name) => [name, values.get(name) ?? 0])) as Counts;
}
