import type { EventEmitter } from 'node:events';
import { systemClock } from '../clock.ts';
import type { CancelTimer, Clock } from '../clock.ts';
import { memoryErrors } from '../errors.ts';

/** What kind of thing waits for its cleanup. */
export type CleanupKind = 'disposer' | 'timer' | 'listener';

/** One thing that is not cleaned up yet. */
export interface Leftover {
  readonly kind: CleanupKind;
  readonly name: string;
}

interface Entry extends Leftover {
  readonly run: () => unknown;
}

/** A stack of what an owner must undo when it stops: disposers, timers, listeners. */
export class CleanupStack {
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  readonly #deadlineMs: number;
  #closing: Promise<void> | undefined;

  /** `deadlineMs` bounds how long one disposer may take before the next one runs. Default 10 s. */
  constructor(options: { readonly clock?: Clock; readonly deadlineMs?: number } = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#deadlineMs = options.deadlineMs ?? 10_000;
  }

  /** What is still to be cleaned up, in the order in which it was added. */
  get leftovers(): Leftover[] {
    return Array.from(this.#entries, ({ kind, name }) => ({ kind, name }));
  }

  /** Runs `dispose` when the stack closes. The answer takes it off again without running it. */
  defer(name: string, dispose: () => unknown): () => void {
    return this.#add({ kind: 'disposer', name, run: dispose });
  }

  /** Disposes `resource` when the stack closes, and answers it. */
  use<T extends Disposable | AsyncDisposable>(name: string, resource: T): T {
    this.defer(name, () =>
      Symbol.asyncDispose in resource
        ? resource[Symbol.asyncDispose]()
        : resource[Symbol.dispose](),
    );
    return resource;
  }

  /** One timer that the stack cancels; it takes itself off when it has fired. */
  after(delayMs: number, name: string, task: () => void): CancelTimer {
    const cancel = this.#clock.after(delayMs, () => {
      forget();
      task();
    });
    const forget = this.#add({ kind: 'timer', name, run: cancel });
    return () => {
      forget();
      cancel();
    };
  }

  /** A repeated timer that the stack cancels. */
  every(intervalMs: number, name: string, task: () => void): CancelTimer {
    const cancel = this.#clock.every(intervalMs, task);
    const forget = this.#add({ kind: 'timer', name, run: cancel });
    return () => {
      forget();
      cancel();
    };
  }

  /** A listener that the stack removes; the answer removes it earlier. */
  listen<Args extends unknown[]>(
    target: EventEmitter | EventTarget,
    event: string,
    listener: (...args: Args) => void,
  ): () => void {
    const remove = addListener(target, event, listener as (...args: unknown[]) => void);
    const forget = this.#add({ kind: 'listener', name: event, run: remove });
    return () => {
      forget();
      remove();
    };
  }

  /**
   * Undoes everything, the newest first, each even when others fail or hang. Throws
   * `MEM_CLEANUP_FAILED` afterwards, whose cause is an AggregateError of all failures. Closing twice
   * answers the same promise.
   */
  close(): Promise<void> {
    this.#closing ??= this.#runAll();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #add(entry: Entry): () => void {
    if (this.#closing) {
      throw memoryErrors.cleanupFailed(`${entry.name} was added to a stack that is closing.`);
    }
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  async #runAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const entry of [...this.#entries].reverse()) {
      if (!this.#entries.has(entry)) continue;
      try {
        await this.#bounded(entry);
        this.#entries.delete(entry);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return;
    const names = this.leftovers.map(({ name }) => name).join(', ');
    const cause = new AggregateError(failures, `${failures.length} disposers failed`);
    throw memoryErrors.cleanupFailed(`Left behind: ${names}.`, { cause });
  }

  async #bounded(entry: Entry): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const giveUp = (): void =>
      reject(new Error(`${entry.name} did not finish within ${this.#deadlineMs} ms`));
    const cancel = this.#clock.after(this.#deadlineMs, giveUp, { isAwaited: true });
    try {
      await Promise.race([entry.run(), late]);
    } finally {
      cancel();
    }
  }
}

function addListener(
  target: EventEmitter | EventTarget,
  event: string,
  listener: (...args: unknown[]) => void,
): () => void {
  if ('addEventListener' in target) {
    target.addEventListener(event, listener);
    return () => target.removeEventListener(event, listener);
  }
  target.on(event, listener);
  return () => void target.off(event, listener);
}
