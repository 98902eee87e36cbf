import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Account, MemoryHost, Reclaimer } from '@lexiflow/memory';
import { ConnectionState, connectionState } from './connection-state.ts';
import { connectionLimits } from './connections.limits.ts';

const { bytes, nativeShare, idleMs, idleForRoomMs, open: mostOpen } = connectionLimits;

/** Where connections come from, and who is told of each. */
export interface Arrivals {
  /** How long the connection that is handed over just now has waited for its accept, at most. */
  waitedMs(nowMs: number): number;
  arrive(connection: ConnectionState): void;
}

/**
 * Charges each open connection to the memory budget. Under pressure the governor has it close those
 * that have been silent for a while; a new connection may take their place sooner. One that finds no
 * room is let in without: its request is answered, with `Connection: close`, so that a client is
 * told and not cut off.
 */
export class ConnectionBook implements Reclaimer {
  readonly name = 'http-connections';
  readonly kind = 'connection';
  readonly #account: Account;
  readonly #open = new Set<Socket>();
  readonly #arrivals: Arrivals;
  readonly #now: () => number;
  #refused = 0;
  #reclaimed = 0;

  constructor(server: Server, host: MemoryHost, arrivals: Arrivals, now = () => performance.now()) {
    this.#arrivals = arrivals;
    this.#now = now;
    this.#account = host.openAccount('realtime', this.name, { nativeShare });
    host.registerReclaimer(this);
    server.on('connection', (socket: Socket) => this.#take(socket));
  }

  /** Connections now, and since the start those refused at the limit and those closed to win memory. */
  get figures(): { open: number; refused: number; reclaimed: number } {
    return { open: this.#open.size, refused: this.#refused, reclaimed: this.#reclaimed };
  }

  /** A silent connection costs its client one handshake: the cheapest thing to give up. */
  valuePerByte(): number {
    return 0;
  }

  usedBytes(): number {
    return this.#account.usedBytes;
  }

  /** Closes silent connections, oldest first, until the use is at `targetBytes`. O(connections). */
  shrink(targetBytes: number): number {
    return this.#closeSilent(idleMs, targetBytes);
  }

  #take(socket: Socket): void {
    const nowMs = this.#now();
    const waitedMs = this.#arrivals.waitedMs(nowMs);
    if (this.#open.size >= mostOpen) {
      this.#refused++;
      socket.destroy();
      return;
    }
    const isCharged =
      this.#account.grow(bytes) ||
      (this.#closeSilent(idleForRoomMs, this.#account.usedBytes - bytes) > 0 &&
        this.#account.grow(bytes));
    const forget = (): void => this.#forget(socket);
    const state = new ConnectionState(socket, nowMs, waitedMs, isCharged, forget);
    this.#open.add(socket);
    socket.once('close', forget);
    this.#arrivals.arrive(state);
  }

  #closeSilent(silentMs: number, targetBytes: number): number {
    const before = this.#account.usedBytes;
    const latestMs = this.#now() - silentMs;
    // In the order of their opening, which is near enough to the order of their silence.
    for (const socket of this.#open) {
      if (this.#account.usedBytes <= targetBytes) break;
      if ((connectionState(socket)?.idleSinceMs ?? 0) > latestMs) continue;
      socket.destroy();
      this.#reclaimed++;
      this.#forget(socket);
    }
    return before - this.#account.usedBytes;
  }

  #forget(socket: Socket): void {
    if (this.#open.delete(socket) && connectionState(socket)?.isCharged === true) {
      this.#account.shrink(bytes);
    }
  }
}
