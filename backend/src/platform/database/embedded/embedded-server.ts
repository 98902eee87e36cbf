import { MessageChannel } from 'node:worker_threads';
import { databaseChannels } from '../database.channels.ts';
import { EmbeddedEngine, type EngineOptions } from './embedded-engine.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { WireSocket } from './wire-socket.ts';

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
  #starting: Promise<void> | null = null;
  #isClosing = false;
  #isOverdue = false;
  #seenStatements = -1;
  #busySinceMs = 0;

  /** Opens the engine. Rejects `DB_ENGINE_FAILED`. */
  static async open(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
    return new EmbeddedServer(options, await EmbeddedEngine.open(options));
  }

  private constructor(options: EmbeddedServerOptions, engine: EmbeddedEngine) {
    this.#options = options;
    this.#engine = engine;
    this.#follow(engine);
    this.#watch = setInterval(() => this.#look(), embeddedLimits.watchMs).unref();
  }

  /** A connection for `pg`; while the engine starts again, it waits for it. */
  connect(): WireSocket {
    if (this.#starting === null) return this.#engine.connect();
    const { port1, port2 } = new MessageChannel();
    this.#starting.then(
      () => this.#engine.adopt(port2),
      () => port2.close(),
    );
    return new WireSocket(port1);
  }

  /** Finishes what runs, writes a checkpoint and ends the worker. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    await this.#starting?.catch(() => {});
    await this.#engine.close();
  }

  #follow(engine: EmbeddedEngine): void {
    void engine.exited.then(() => {
      if (this.#isClosing || this.#options.folder === null) return;
      this.#starting = this.#restart();
      this.#starting.catch(() => {});
    });
  }

  async #restart(): Promise<void> {
    const reason = this.#isOverdue ? 'statement-too-long' : 'engine-ended';
    this.#isOverdue = false;
    databaseChannels.engineRestarted.publish({ reason, detail: this.#engine.fault });
    this.#engine = await EmbeddedEngine.open(this.#options);
    this.#starting = null;
    this.#follow(this.#engine);
  }

  #look(): void {
    const { isBusy, statements } = this.#engine.activity();
    const nowMs = performance.now();
    if (!isBusy || statements !== this.#seenStatements || !this.#engine.isOpen) {
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
