import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { databaseErrors } from '../database.errors.ts';
import type { EngineReport, EngineRequest, EngineStart } from './engine-messages.ts';
import type { SessionLimits } from './session-scheduler.ts';
import { WireSocket } from './wire-socket.ts';

/** What an embedded engine is opened with. */
export interface EngineOptions {
  /** Data folder; `null` keeps everything in memory. */
  readonly folder: string | null;
  readonly limits: SessionLimits;
  /** False lets a power cut damage the database; a killed process loses nothing either way. */
  readonly isDurable?: boolean;
}

const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './engine-worker.ts' : './engine-worker.js',
  import.meta.url,
);

// The stack is deep enough for PostgreSQL's own check of its depth to come first.
// The database lives outside the JavaScript heap; in it are only messages on their way.
const workerHeap = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 128, stackSizeMb: 32 };

/**
 * A PostgreSQL in a worker thread. It takes no lock on its folder: see `EmbeddedServer`.
 */
export class EmbeddedEngine {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #busy: Int32Array;
  #isOpen = true;
  #fault = '';

  /** Resolves when the engine answers; rejects `DB_ENGINE_FAILED` when it does not start. */
  static async open(options: EngineOptions): Promise<EmbeddedEngine> {
    const busy = new SharedArrayBuffer(12);
    const start: EngineStart = {
      folder: options.folder,
      limits: options.limits,
      isDurable: options.folder !== null && options.isDurable !== false,
      busy,
    };
    // The worker takes neither this process's flags nor its loaders: it is plain Node.
    const worker = new Worker(workerUrl, {
      workerData: start,
      execArgv: [],
      name: 'embedded-database',
      resourceLimits: workerHeap,
    });
    const engine = new EmbeddedEngine(worker, new Int32Array(busy));
    await engine.#opened();
    return engine;
  }

  private constructor(worker: Worker, busy: Int32Array) {
    this.#worker = worker;
    this.#busy = busy;
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#isOpen = false;
        resolve();
      });
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Why the engine ended by itself; empty when it did not say. */
  get fault(): string {
    return this.#fault;
  }

  /** What the engine and its worker hold in physical memory; see `engineFootprint`. */
  get memoryBytes(): number {
    return this.#isOpen ? Atomics.load(this.#busy, 2) * 1024 : 0;
  }

  /** Resolves when the worker has ended, for whatever reason. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** True while a statement runs, and how many have been run: equal counts mean the same one. */
  activity(): { readonly isBusy: boolean; readonly statements: number } {
    return {
      isBusy: Atomics.load(this.#busy, 0) === 1,
      statements: Atomics.load(this.#busy, 1),
    };
  }

  /** A new connection, to be given to `pg` as its stream. */
  connect(): WireSocket {
    const { port1, port2 } = new MessageChannel();
    this.adopt(port2);
    return new WireSocket(port1);
  }

  /** Serves a connection whose other end is already in use. */
  adopt(port: MessagePort): void {
    if (this.#isOpen) this.#send({ type: 'connect', port }, [port]);
    else port.close();
  }

  /** Finishes what runs, writes a checkpoint and ends the worker. Twice is fine. */
  async close(): Promise<void> {
    if (this.#isOpen) this.#send({ type: 'close' });
    await this.#exited;
  }

  /** Ends the worker in the middle of whatever it does; the next open recovers as after a kill. */
  async terminate(): Promise<void> {
    this.#isOpen = false;
    await this.#worker.terminate();
    await this.#exited;
  }

  #send(request: EngineRequest, transfer: MessagePort[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  async #opened(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const fail = (detail: string, cause?: unknown): void =>
        reject(databaseErrors.engineFailed({ detail, cause }));
      this.#worker.on('message', (message: EngineReport) => {
        if (message.type === 'open') resolve();
        if (message.type === 'fault') {
          this.#isOpen = false;
          this.#fault = message.text;
          fail(message.text);
        }
      });
      this.#worker.on('error', (error) => fail(error.message, error));
      void this.#exited.then(() => fail('the worker ended before it was ready'));
    });
  }
}
