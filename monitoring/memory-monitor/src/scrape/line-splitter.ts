import { monitorLimits } from '../monitor.limits.ts';

const NEWLINE = 10;

/** Cuts pieces of bytes into lines and hands each one over; a line beyond the bound is left out. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';
  #isTooLong = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take(piece: Buffer): void {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(NEWLINE, from);
      this.#add(piece.toString('latin1', from, end === -1 ? undefined : end));
      if (end === -1) return;
      this.end();
      from = end + 1;
    }
  }

  /** Hands over what is left behind the last end of a line. */
  end(): void {
    if (!this.#isTooLong && this.#rest !== '') this.#onLine(this.#rest);
    this.#rest = '';
    this.#isTooLong = false;
  }

  #add(text: string): void {
    if (this.#isTooLong || this.#rest.length + text.length > monitorLimits.scrapeLineBytes.value) {
      this.#isTooLong = true;
      this.#rest = '';
    } else this.#rest += text;
  }
}
