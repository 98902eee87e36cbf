import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { databaseChannels } from '../database.channels.ts';
import { databaseErrors } from '../database.errors.ts';
import { EmbeddedEngine, type EngineOptions } from './embedded-engine.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { WireSocket } from './wire-socket.ts';

const { restartMinMs, restartMaxMs } = embeddedLimits;

/** Options of a server beyond those of its engine. */
export interface EmbeddedServerOptions extends EngineOptions {
  /** Longest time of one statement, in ms. */
  readonly statementMs?: number;
}

/**
 * Keeps an embedded engine running: one that ends by itself, or runs one statement for longer than
 * it may, is started again on the same folder, which recovers as after a kill. What was under way
 * fails with `DB_UNAVAILABLE`. An engine in memory is not started again: its rows are gone.
 */
export class EmbeddedServer {
  readonly #options: EmbeddedServerOptions;
  readonly #watch: NodeJS.Timeout;
  #engine: EmbeddedEngine;
  /** The engine after this one. */
  #next: Promise<EmbeddedEngine>;
  readonly #closing = new AbortController();
  #isOverdue = false;
  #isWatching = false;
  #seenStatements = -1;
  #busySinceMs = 0;

  /** Opens the engine. Rejects `DB_ENGINE_FAILED`. */
  static async open(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
    return new EmbeddedServer(options, await EmbeddedEngine.open(options));
  }

  private constructor(options: EmbeddedServerOptions, engine: EmbeddedEngine) {
    this.#options = options;
    this.#engine = engine;
    this.#next = this.#successorOf(engine);
    this.#watch = setInterval(() => this.#look(), embeddedLimits.watchMs).unref();
  }

  /** A connection for `pg`; while the engine starts again, it waits for it. */
  connect(): WireSocket {
    if (this.#engine.isOpen) return this.#engine.connect();
    const { port1, port2 } = new MessageChannel();
    this.#next.then(
      (engine) => engine.adopt(port2),
      () => port2.close(),
    );
    return new WireSocket(port1);
  }

  /** What the engine and its worker hold in physical memory, measured every `weighMs`. */
  get memoryBytes(): number {
    return this.#engine.memoryBytes;
  }

  /** From now on a statement that runs too long ends the engine; migrations come before. */
  limitStatements(): void {
    this.#isWatching = true;
  }

  /** Finishes what runs, writes a checkpoint and ends the worker. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#watch);
    await this.#engine.close();
    // It may have been starting again just now.
    await this.#next.then(
      (engine) => engine.close(),
      () => {},
    );
  }

  #successorOf(ended: EmbeddedEngine): Promise<EmbeddedEngine> {
    const next = ended.exited.then(async () => {
      const engine = await this.#reopen(ended);
      this.#engine = engine;
      this.#next = this.#successorOf(engine);
      return engine;
    });
    // Whoever waits to connect is told; without anybody there is nobody to tell.
    next.catch(() => {});
    return next;
  }

  async #reopen(ended: EmbeddedEngine): Promise<EmbeddedEngine> {
    const { signal } = this.#closing;
    let reason = this.#isOverdue ? 'statement-too-long' : 'engine-ended';
    let detail = ended.fault;
    this.#isOverdue = false;
    for (let waitMs: number = restartMinMs; ; waitMs = Math.min(restartMaxMs, waitMs * 2)) {
      signal.throwIfAborted();
      if (this.#options.folder === null)
        throw databaseErrors.unavailable('its rows were in memory');
      databaseChannels.engineRestarted.publish({ reason, detail });
      try {
        return await EmbeddedEngine.open(this.#options);
      } catch (error) {
        // A full disk, most likely: it is tried until there is room again.
        reason = 'engine-not-started';
        detail = (error as Error).message;
        await sleep(waitMs, undefined, { signal, ref: false });
      }
    }
  }

  #look(): void {
    const { isBusy, statements } = this.#engine.activity();
    const nowMs = performance.now();
    if (
      !this.#isWatching ||
      !isBusy ||
      statements !== this.#seenStatements ||
      !this.#engine.isOpen
    ) {
      this.#seenStatements = statements;
      this.#busySinceMs = nowMs;
      return;
    }
    const limitMs = this.#options.statementMs ?? embeddedLimits.statementMs;
    if (nowMs - this.#busySinceMs < limitMs) return;
    this.#isOverdue = true;
    void this.#engine.terminate();
  }
}
