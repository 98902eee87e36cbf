/** What a {@link RecordIterator} draws on: records at hand, and a way to more of them. */
export interface RecordSource<R> {
  /** The next record at hand, or null when `more` must be awaited first. */
  take(): R | null;
  /** Reads on; false at the end of the input. */
  more(): Promise<boolean>;
  /** Lets go of everything, at the end and when the reader stops early. */
  close(): Promise<void>;
}

/**
 * An async generator over a {@link RecordSource}: same order, same closing, calls one after the
 * other. A record that is at hand is answered without a turn through a generator's queue, which
 * costs more than cutting a short record out.
 */
export class RecordIterator<R> implements AsyncGenerator<R, void, undefined> {
  readonly #open: () => Promise<RecordSource<R>>;
  #source: RecordSource<R> | null = null;
  #isDone = false;
  /** The call under way; calls are answered in their order. */
  #last: Promise<unknown> | null = null;

  constructor(open: () => Promise<RecordSource<R>>) {
    this.#open = open;
  }

  next(): Promise<IteratorResult<R, void>> {
    if (this.#source === null || this.#last !== null) return this.#enqueue(() => this.#advance());
    let record: R | null;
    try {
      record = this.#source.take();
    } catch (error) {
      return this.throw(error);
    }
    if (record === null) return this.#enqueue(() => this.#advance());
    return Promise.resolve({ done: false, value: record });
  }

  return(): Promise<IteratorResult<R, void>> {
    return this.#enqueue(async () => {
      await this.#close();
      return { done: true, value: undefined };
    });
  }

  throw(error: unknown): Promise<IteratorResult<R, void>> {
    return this.#enqueue(async () => {
      await this.#close();
      throw error;
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #advance(): Promise<IteratorResult<R, void>> {
    if (this.#isDone) return { done: true, value: undefined };
    try {
      this.#source ??= await this.#open();
      do {
        const record = this.#source.take();
        if (record !== null) return { done: false, value: record };
      } while (await this.#source.more());
    } catch (error) {
      await this.#close();
      throw error;
    }
    await this.#close();
    return { done: true, value: undefined };
  }

  #enqueue<T>(step: () => Promise<T>): Promise<T> {
    const run = this.#last ? this.#last.then(step, step) : step();
    this.#last = run;
    const settle = (): void => {
      if (this.#last === run) this.#last = null;
    };
    run.then(settle, settle);
    return run;
  }

  async #close(): Promise<void> {
    this.#isDone = true;
    const source = this.#source;
    this.#source = null;
    await source?.close();
  }
}
