import type { Governor } from '@lexiflow/memory';

const INTERVAL_MS = 600;

/** Measures what the process holds after a forced full collection; needs `--expose-gc`. */
export class FloorMeter {
  readonly #governor: Governor;
  readonly #floors: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(governor: Governor) {
    this.#governor = governor;
  }

  start(): void {
    this.#timer = setInterval(() => this.#measure(), INTERVAL_MS);
  }

  /** Bytes of heap, of memory outside it and of open accounts, a value for each collection. */
  stop(): readonly number[] {
    clearInterval(this.#timer);
    return this.#floors;
  }

  #measure(): void {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    this.#floors.push(heapUsed + external + this.#governor.snapshot().accountedBytes);
  }
}
