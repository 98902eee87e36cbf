import { write, writeSync } from 'node:fs';
import { loggingLimits } from './logging.limits.ts';

const { batchBytes, flushMs, waitingBytes, retryMs } = loggingLimits;

type Write = typeof write;

/**
 * Writes log lines to a file descriptor in batches, each line copied once into a fixed buffer. What
 * a slow reader leaves behind is bounded: lines beyond `loggingLimits.waitingBytes` are dropped, and
 * a line says how many as soon as there is room. An output that was closed takes everything silently.
 */
export class BatchedOutput {
  readonly #fd: number;
  readonly #write: Write;
  readonly #timer: NodeJS.Timeout;
  #batch: Buffer = Buffer.allocUnsafeSlow(batchBytes);
  /** A written batch, kept for the next one. */
  #spare: Buffer | null = null;
  #used = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isWriting = false;
  #isBroken = false;
  #dropped = 0;
  #onDrained: (() => void)[] = [];

  /** `writer` is for tests; the system's own otherwise. */
  constructor(fd: number, writer: Write = write) {
    this.#fd = fd;
    this.#write = writer;
    this.#timer = setInterval(() => this.flush(), flushMs).unref();
  }

  /** Takes one line, its line break included. Never waits and never throws. */
  write(line: string): void {
    // One UTF-16 unit is at most three bytes of UTF-8.
    const most = line.length * 3;
    if (most > batchBytes) return this.#pushLong(line);
    if (most > batchBytes - this.#used) this.#endBatch();
    this.#used += this.#batch.write(line, this.#used, 'utf8');
  }

  /** Hands over what is collected and calls `done` when all of it is written. */
  flush(done?: () => void): void {
    this.#endBatch();
    if (done === undefined) return;
    if (this.#isWriting) this.#onDrained.push(done);
    else done();
  }

  /** Writes everything before it returns: for the last line of a process that is about to end. */
  flushSync(): void {
    this.#endBatch();
    while (!this.#isBroken && this.#waiting.length > 0) {
      try {
        this.#taken(writeSync(this.#fd, this.#waiting[0] as Buffer));
      } catch (error) {
        if (!isForNow(error)) this.#giveUp();
      }
    }
  }

  /** Ends the timer; what is collected stays until `flush`. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #pushLong(line: string): void {
    this.#endBatch();
    this.#push(Buffer.from(line));
  }

  #endBatch(): void {
    if (this.#used === 0) return;
    const full = this.#batch.subarray(0, this.#used);
    this.#batch = this.#spare ?? Buffer.allocUnsafeSlow(batchBytes);
    this.#spare = null;
    this.#used = 0;
    this.#push(full);
  }

  #push(bytes: Buffer): void {
    if (this.#isBroken) return;
    if (this.#waitingBytes + bytes.length > waitingBytes) {
      this.#dropped += bytes.toString('utf8').split('\n').length - 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (!this.#isWriting) this.#next();
  }

  #next(): void {
    const bytes = this.#waiting[0];
    this.#isWriting = bytes !== undefined;
    if (bytes === undefined) {
      const drained = this.#onDrained;
      this.#onDrained = [];
      for (const done of drained) done();
      return;
    }
    this.#write(this.#fd, bytes, 0, bytes.length, null, (error, written) => {
      if (error === null) this.#taken(written);
      else if (isForNow(error)) return void setTimeout(() => this.#next(), retryMs);
      else this.#giveUp();
      this.#next();
    });
  }

  #taken(written: number): void {
    const first = this.#waiting[0];
    if (first === undefined) return;
    this.#waitingBytes -= written;
    if (written < first.length) {
      this.#waiting[0] = first.subarray(written);
      return;
    }
    this.#waiting.shift();
    if (first.buffer.byteLength === batchBytes) this.#spare = Buffer.from(first.buffer);
    if (this.#dropped > 0 && this.#waiting.length === 0) {
      const lines = this.#dropped;
      this.#dropped = 0;
      this.write(
        `{"level":"warn","lines":${lines},"msg":"Log lines dropped: nobody reads them"}\n`,
      );
    }
  }

  /** The reader is gone for good (EPIPE): keep nothing for it. */
  #giveUp(): void {
    this.#isBroken = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

function isForNow(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EAGAIN' || code === 'EBUSY';
}
