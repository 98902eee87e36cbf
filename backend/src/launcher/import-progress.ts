/** A terminal, or anything that can be drawn on like one. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 24;
/** Redraws per second are bounded by time, so that a fast upload does not wait for the terminal. */
const REDRAW_MS = 100;

/** The progress of an import in bytes: one line that redraws itself, and nothing where there is no terminal. */
export class ImportProgress {
  readonly #screen: Screen;
  readonly #totalBytes: number;
  readonly #now: () => number;
  #doneBytes = 0;
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen, totalBytes: number, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#totalBytes = totalBytes;
    this.#now = now;
  }

  /** Shows how much of `name` has been sent. */
  show(name: string, sentBytes: number): void {
    if (!this.#screen.isTTY || this.#now() - this.#drawnAtMs < REDRAW_MS) return;
    this.#drawnAtMs = this.#now();
    const line = progressLine(name, this.#doneBytes + sentBytes, this.#totalBytes);
    this.#screen.write(`\r${line.slice(0, (this.#screen.columns ?? 80) - 1)}\u001B[K`);
  }

  /** One file is done; its bytes count as sent from now on. */
  done(fileBytes: number): void {
    this.#doneBytes += fileBytes;
    this.clear();
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#screen.isTTY) this.#screen.write('\r\u001B[K');
    this.#drawnAtMs = Number.NEGATIVE_INFINITY;
  }
}

/** The line itself: bar, share, bytes, file. */
export function progressLine(name: string, bytes: number, totalBytes: number): string {
  const ratio = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes);
  const full = Math.floor(ratio * WIDTH);
  const bar = '#'.repeat(full) + '.'.repeat(WIDTH - full);
  const percent = String(Math.floor(ratio * 100)).padStart(3);
  return `[${bar}] ${percent} %  ${megabytes(bytes)} of ${megabytes(totalBytes)} MB  ${name}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
