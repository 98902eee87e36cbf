import { closeSync, openSync, readSync } from 'node:fs';
import { monitorLimits } from '../monitor.limits.ts';

const NEWLINE = 10;
const ZERO = 48;
const NINE = 57;

/**
 * Reads the small files of cgroups synchronously into one buffer that is used again and again. A file
 * longer than the buffer is read up to its end. Not for files that may block.
 */
export class FileReader {
  readonly #buffer = Buffer.allocUnsafeSlow(monitorLimits.cgroupFileBytes.value);
  readonly #keys = new Map<string, Buffer>();
  #length = 0;

  /** Reads a file; false when it is not there or cannot be read. */
  read(path: string): boolean {
    this.#length = 1;
    // A first line is found like every other: behind the end of a line.
    this.#buffer[0] = NEWLINE;
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch {
      return false;
    }
    try {
      this.#length = 1 + readSync(file, this.#buffer, 1, this.#buffer.length - 1, 0);
      return true;
    } catch {
      // The cgroup was removed between the two calls.
      return false;
    } finally {
      closeSync(file);
    }
  }

  /** The whole number that the last file begins with; NaN for `max` and other text. */
  number(): number {
    return this.#numberAt(1);
  }

  /** The whole number behind `key` in a file of `key number` lines; NaN without one. */
  value(key: string): number {
    const at = this.#buffer.subarray(0, this.#length).indexOf(this.#needle(key));
    return at === -1 ? NaN : this.#numberAt(at + key.length + 2);
  }

  #needle(key: string): Buffer {
    let needle = this.#keys.get(key);
    if (needle === undefined) this.#keys.set(key, (needle = Buffer.from(`\n${key} `, 'latin1')));
    return needle;
  }

  #numberAt(start: number): number {
    let value = 0;
    let at = start;
    for (; at < this.#length; at++) {
      const digit = this.#buffer[at]!;
      if (digit < ZERO || digit > NINE) break;
      value = value * 10 + (digit - ZERO);
    }
    return at === start ? NaN : value;
  }
}
