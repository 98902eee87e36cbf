import type { TurnOutcome } from './backend-filter.ts';
import type { BlockWriter } from './block-writer.ts';
import { listenCommands, quoteIdentifier } from './listen-command.ts';
import type { SessionClient } from './session-client.ts';
import { sessionQuery, type SessionEngine } from './session-query.ts';
import { readString } from './wire.ts';

/** Knows which client listens to which channel, and gives each notification to those who do. */
export class ListenTable {
  readonly #engine: SessionEngine;
  readonly #clients: ReadonlySet<SessionClient>;

  constructor(engine: SessionEngine, clients: ReadonlySet<SessionClient>) {
    this.#engine = engine;
    this.#clients = clients;
  }

  /** Sends a notification to its listeners; `current` gets it in the middle of its own answer. */
  deliver(message: Uint8Array, current: SessionClient, writer: BlockWriter): void {
    const channel = readString(message, 9).text;
    for (const client of this.#clients) {
      if (!client.channels.has(channel) || client.isClosed) continue;
      if (client === current) writer.write(message);
      else client.port.send(message.slice());
    }
  }

  /** Notes the LISTEN and UNLISTEN of statements that have been run; they count from the commit on. */
  note(client: SessionClient, outcome: TurnOutcome, sqls: readonly (string | null)[]): void {
    const { commands } = outcome;
    if (!commands.has('LISTEN') && !commands.has('UNLISTEN')) return;
    for (const sql of sqls) {
      if (sql !== null) client.pendingListens.push(...listenCommands(sql));
    }
  }

  /** Takes over what was noted, unless it has been rolled back. */
  async settle(client: SessionClient, { commands, hasError }: TurnOutcome): Promise<void> {
    const pending = client.pendingListens;
    if (pending.length === 0) return;
    client.pendingListens = [];
    if (commands.has('ROLLBACK') || hasError) return;
    for (const { isListen, channel } of pending) {
      if (isListen) client.channels.add(channel);
      else await this.#unlisten(client, channel);
    }
  }

  /** Ends every LISTEN of a client that went away. */
  async forget(client: SessionClient): Promise<void> {
    for (const channel of client.channels) {
      client.channels.delete(channel);
      if (!this.#isWanted(channel)) {
        await sessionQuery(this.#engine, `UNLISTEN ${quoteIdentifier(channel)}`);
      }
    }
  }

  // The session has left the channel for everyone; those who still want it need it back.
  async #unlisten(client: SessionClient, channel: string): Promise<void> {
    const left = channel === '*' ? [...client.channels] : [channel];
    for (const name of left) client.channels.delete(name);
    const lost = channel === '*' ? this.#allWanted() : left.filter((name) => this.#isWanted(name));
    for (const name of lost) await sessionQuery(this.#engine, `LISTEN ${quoteIdentifier(name)}`);
  }

  #isWanted(channel: string): boolean {
    return [...this.#clients].some((client) => client.channels.has(channel));
  }

  #allWanted(): string[] {
    return [...new Set([...this.#clients].flatMap((client) => [...client.channels]))];
  }
}
