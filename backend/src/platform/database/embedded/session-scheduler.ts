import { BackendFilter, type TurnOutcome } from './backend-filter.ts';
import { BlockWriter } from './block-writer.ts';
import { CopyIn } from './copy-in.ts';
import type { FrontendMessage } from './frontend-reader.ts';
import { ListenTable } from './listen-table.ts';
import { sqlOf } from './listen-command.ts';
import { SessionClient, type ClientPort } from './session-client.ts';
import type { SessionEngine } from './session-query.ts';
import { SettingsTable } from './settings-table.ts';
import { greeting } from './startup.ts';
import { concat, errorResponse, frontend, message, status } from './wire.ts';

/** The bounds of the shared session; all are enforced here. */
export interface SessionLimits {
  /** What one client may have sent and not yet run; so also the largest statement or COPY. */
  readonly inboxBytes: number;
  /** Rows beyond this many bytes of one answer are left out and an error takes their place. */
  readonly answerBytes: number;
  /** A client that holds the session idle for longer is rolled back and disconnected. */
  readonly holdMs: number;
}

/**
 * Lets many clients share the one session of an embedded PostgreSQL:
 *
 *     client 1 ─┐                       ┌─ prepared names, SET, LISTEN per client
 *     client 2 ─┼─► batches up to Sync ─┤  one batch at a time
 *     client 3 ─┘                       └─► engine (single session)
 *
 * A client owns the session from its first message until ReadyForQuery says `idle`: so over a
 * whole transaction, a failed one too, and over an open portal. One that goes away is rolled back.
 */
export class SessionScheduler {
  readonly #engine: SessionEngine;
  readonly #limits: SessionLimits;
  readonly #serverVersion: string;
  readonly #clients = new Set<SessionClient>();
  readonly #ready: SessionClient[] = [];
  readonly #listens: ListenTable;
  readonly #settings: SettingsTable;
  #owner: SessionClient | null = null;
  #holdTimer: NodeJS.Timeout | null = null;
  #pumping: Promise<void> | null = null;
  #madeClients = 0;

  constructor(engine: SessionEngine, limits: SessionLimits, serverVersion: string) {
    this.#engine = engine;
    this.#limits = limits;
    this.#serverVersion = serverVersion;
    this.#listens = new ListenTable(engine, this.#clients);
    this.#settings = new SettingsTable(engine);
  }

  /** Rejects when the engine itself failed: the session is then of no further use. */
  onFault: (cause: unknown) => void = () => {};

  add(port: ClientPort): SessionClient {
    const client = new SessionClient((this.#madeClients += 1), port, this.#limits.inboxBytes);
    this.#clients.add(client);
    return client;
  }

  /** Takes bytes that a client sent. */
  receive(client: SessionClient, chunk: Uint8Array): void {
    if (client.isClosed) return;
    try {
      client.receive(chunk);
    } catch (error) {
      this.#disconnect(client, '08P01', (error as Error).message);
      return;
    }
    this.#schedule(client);
  }

  /** The client is gone: its transaction is rolled back, what it left behind is removed. */
  drop(client: SessionClient): void {
    if (client.isClosed) return;
    client.isClosed = true;
    this.#schedule(client);
  }

  /** Resolves when nothing is left to run. */
  async drain(): Promise<void> {
    while (this.#pumping !== null) await this.#pumping;
  }

  #schedule(client: SessionClient): void {
    if (!client.hasWork()) return;
    if (client !== this.#owner && !this.#ready.includes(client)) this.#ready.push(client);
    this.#pumping ??= this.#pump()
      .catch((error: unknown) => this.onFault(error))
      .finally(() => {
        this.#pumping = null;
      });
  }

  async #pump(): Promise<void> {
    // The work starts in a task of its own: the caller has then set #pumping.
    await Promise.resolve();
    for (;;) {
      const client = this.#owner ?? this.#ready.shift();
      if (client === undefined) break;
      if (!client.hasWork()) {
        // An owner without work keeps the session; a client that waited has been served meanwhile.
        if (client === this.#owner) break;
        continue;
      }
      if (client === this.#owner) this.#clearHold();
      if (client.isClosed) await this.#cleanUp(client);
      else await this.#turn(client);
      if (client !== this.#owner && client.hasWork() && this.#clients.has(client)) {
        this.#ready.push(client);
      }
    }
    if (this.#owner !== null) this.#holdTimer ??= this.#limitHold(this.#owner);
  }

  async #turn(client: SessionClient): Promise<void> {
    const batch = client.takeBatch();
    const last = batch.at(-1);
    if (last === undefined) return;
    if (last.type === frontend.startup) {
      client.port.send(concat(greeting(this.#serverVersion)));
      return;
    }
    if (last.type === frontend.terminate) {
      this.drop(client);
      return;
    }
    if (this.#owner === null) {
      this.#owner = client;
      await this.#settings.apply(client.settings);
    }
    const copyIn = CopyIn.take(client, batch);
    if (copyIn === 'waiting') return;
    const outcome = await this.#run(
      client,
      copyIn ?? batch.map((given) => client.names.rewrite(given)),
      copyIn !== null,
    );
    await this.#after(client, batch, outcome);
  }

  async #run(
    client: SessionClient,
    messages: readonly Uint8Array[],
    dropsCopyIn: boolean,
  ): Promise<TurnOutcome> {
    const writer = new BlockWriter((block) => client.port.send(block));
    const filter = new BackendFilter(
      {
        pass: (bytes) => writer.write(bytes),
        notification: (bytes) => this.#listens.deliver(bytes, client, writer),
      },
      this.#limits.answerBytes,
      dropsCopyIn,
    );
    await this.#engine.execute(concat(messages), (bytes) => filter.write(bytes));
    const outcome = filter.outcome();
    writer.flush();
    return outcome;
  }

  async #after(
    client: SessionClient,
    batch: readonly FrontendMessage[],
    outcome: TurnOutcome,
  ): Promise<void> {
    const last = batch.at(-1)?.type;
    if (outcome.status === null) {
      // Only Flush leaves the answer open; anything else without ReadyForQuery is a broken engine.
      if (last !== frontend.flush) throw new Error('the engine gave no answer to a query');
      return;
    }
    const sqls = batch.map(sqlOf);
    this.#settings.note(outcome.commands, sqls);
    this.#listens.note(client, outcome, sqls);
    if (outcome.status !== status.idle) return;
    client.settings = await this.#settings.read(client.settings);
    await this.#listens.settle(client, outcome);
    this.#owner = null;
  }

  #clearHold(): void {
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    this.#holdTimer = null;
  }

  #limitHold(client: SessionClient): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#holdTimer = null;
      this.#disconnect(
        client,
        '25P03',
        `the embedded database was held for ${this.#limits.holdMs} ms without a statement: inside a ` +
          'transaction every query must go through the transaction object',
      );
    }, this.#limits.holdMs);
    return timer.unref();
  }

  #disconnect(client: SessionClient, sqlState: string, text: string): void {
    client.port.send(errorResponse('FATAL', sqlState, text));
    client.port.close();
    this.drop(client);
  }

  async #cleanUp(client: SessionClient): Promise<void> {
    this.#clients.delete(client);
    const ignore = (): void => {};
    if (client === this.#owner) {
      // Sync ends a half-sent extended query, after which ROLLBACK is understood.
      await this.#engine.execute(message(frontend.sync), ignore);
      await this.#engine.execute(message(frontend.query, 'ROLLBACK'), ignore);
      this.#settings.note(new Set(['RESET']), []);
      await this.#settings.read(client.settings);
    }
    const closes = client.names.closeAll();
    if (closes.length > 0) {
      await this.#engine.execute(concat([...closes, message(frontend.sync)]), ignore);
    }
    await this.#listens.forget(client);
    this.#owner = client === this.#owner ? null : this.#owner;
  }
}
