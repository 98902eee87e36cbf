import type { Account, CancelTimer, Clock, MemoryHost, Reclaimer } from '@lexiflow/memory';
import type { RealtimeFigures } from '../monitor/realtime-figures.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Connection } from './connection.ts';

const perConnection = realtimeLimits.unsentBytes.value;
const overhead = realtimeLimits.messageOverheadBytes.value;

/**
 * Writes frames to sockets and holds the bound on what waits there: per connection, in all, and in
 * the memory budget. Nothing is queued here: a reader that is too far behind is left out, and told to
 * load anew when it has read what waits.
 */
export class Outgoing implements Reclaimer {
  readonly name = 'realtime-unsent';
  readonly kind = 'buffer';
  /** Called when a reader that was left out has read everything. */
  onRecovered: (connection: Connection) => void = () => undefined;
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #figures: RealtimeFigures;
  readonly #waiting = new Set<Connection>();
  readonly #stop: CancelTimer;
  readonly #unregister: () => void;
  #behind = 0;

  constructor(host: MemoryHost, figures: RealtimeFigures, clock: Clock) {
    this.#figures = figures;
    this.#clock = clock;
    const limitBytes = realtimeLimits.unsentTotalBytes.value;
    this.#account = host.openAccount('realtime', this.name, { limitBytes });
    this.#unregister = host.registerReclaimer(this);
    this.#stop = clock.every(realtimeLimits.sweepMs.value, () => this.sweep());
  }

  /** Readers that are left out now. */
  get behind(): number {
    return this.#behind;
  }

  usedBytes(): number {
    return this.#account.usedBytes;
  }

  /** Sends what may be left out. False when the reader is, or now falls, too far behind. */
  push(connection: Connection, frame: Buffer): boolean {
    if (!connection.isBehind && this.#write(connection, frame, perConnection)) return true;
    if (connection.isOpen) {
      this.#figures.dropped += 1;
      if (!connection.isBehind) this.#fallBehind(connection);
    }
    return false;
  }

  /**
   * Answers a request of the client itself, in any case: it has asked and waits. Its own rate limit
   * bounds how many there are; a client that takes none of them is cut off.
   */
  reply(connection: Connection, frame: Buffer): void {
    if (connection.isOpen && !this.#write(connection, frame, 2 * perConnection))
      connection.cut('stalled');
  }

  /** Asks for a sign of life; left out when there is no room for it. */
  ping(connection: Connection, frame: Buffer): void {
    this.#write(connection, frame, perConnection);
  }

  /** Whether `push` would take a frame of this length now. */
  hasRoom(connection: Connection, bytes: number): boolean {
    return (
      connection.socket.writableLength === 0 ||
      connection.unsentBytes + bytes + overhead <= perConnection
    );
  }

  /** Resolves when nothing waits for this reader any more, or it is gone. */
  drained(connection: Connection): Promise<void> {
    if (connection.unsentBytes === 0) return Promise.resolve();
    return new Promise((resolve) => (connection.onDrained ??= []).push(resolve));
  }

  /** Lets go of a connection that has ended. */
  forget(connection: Connection): void {
    this.#discharge(connection);
    if (connection.isBehind) this.#behind -= 1;
    connection.isBehind = false;
  }

  /** Looks who has read what waited, and cuts off who takes nothing. The timer calls it. */
  sweep(): void {
    const nowMs = this.#clock.now();
    for (const connection of this.#waiting) {
      if (connection.socket.writableLength === 0) this.#recover(connection);
      else if (nowMs - connection.unsentSinceMs > realtimeLimits.behindMs.value)
        this.#stallCheck(connection, nowMs);
    }
  }

  /** Cuts off the readers for whom the most waits, until the use is at `targetBytes`. */
  shrink(targetBytes: number): number {
    const before = this.#account.usedBytes;
    const most = [...this.#waiting].toSorted((a, b) => b.unsentBytes - a.unsentBytes);
    for (const connection of most) {
      if (this.#account.usedBytes <= targetBytes) break;
      connection.cut('memory');
      this.#discharge(connection);
    }
    return before - this.#account.usedBytes;
  }

  /** Ends the timer and the account. */
  close(): void {
    this.#stop();
    this.#unregister();
    for (const connection of this.#waiting) this.#discharge(connection);
    this.#account.close();
  }

  #write(connection: Connection, frame: Buffer, limitBytes: number): boolean {
    const { socket } = connection;
    if (!connection.isOpen || !socket.writable) return false;
    if (connection.unsentBytes > 0 && socket.writableLength === 0) this.#discharge(connection);
    const bytes = frame.length + overhead;
    if (connection.unsentBytes + bytes > limitBytes || !this.#account.grow(bytes)) return false;
    socket.write(frame);
    this.#figures.messagesOut += 1;
    this.#figures.bytesOut += frame.length;
    // The kernel has usually taken it at once.
    if (socket.writableLength === 0) this.#account.shrink(bytes);
    else this.#charge(connection, bytes);
    return true;
  }

  #charge(connection: Connection, bytes: number): void {
    if (connection.unsentBytes === 0) {
      connection.unsentSinceMs = this.#clock.now();
      this.#waiting.add(connection);
    }
    connection.unsentBytes += bytes;
  }

  #discharge(connection: Connection): void {
    this.#account.shrink(connection.unsentBytes);
    connection.unsentBytes = 0;
    connection.unsentSinceMs = 0;
    this.#waiting.delete(connection);
    const waiters = connection.onDrained;
    connection.onDrained = null;
    for (const resolve of waiters ?? []) resolve();
  }

  #fallBehind(connection: Connection): void {
    connection.isBehind = true;
    this.#behind += 1;
    // Without a byte waiting (the budget had no room) the sweep still has to find it.
    if (connection.unsentBytes === 0) {
      connection.unsentSinceMs = this.#clock.now();
      this.#waiting.add(connection);
    }
    // Whoever does not read is not read from either.
    connection.ws.pause();
  }

  #recover(connection: Connection): void {
    this.#discharge(connection);
    if (!connection.isBehind) return;
    connection.isBehind = false;
    this.#behind -= 1;
    connection.ws.resume();
    this.onRecovered(connection);
  }

  #stallCheck(connection: Connection, nowMs: number): void {
    if (connection.isBehind || connection.onDrained !== null) return connection.cut('stalled');
    // Busy, and reading: only its charge is older than what waits.
    connection.unsentSinceMs = nowMs;
  }
}
