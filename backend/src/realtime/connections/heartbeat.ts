import type { CancelTimer, Clock } from '@lexiflow/memory';
import { realtimeLimits } from '../realtime.limits.ts';
import type { ConnectionTable } from './connection-table.ts';
import type { Connection } from './connection.ts';
import type { Outgoing } from './outgoing.ts';
import { pingFrame } from './text-frame.ts';

/**
 * One timer for all connections. Each is pinged once in a round; one that has shown no sign of life
 * since its last ping is cut off: its other end is gone, whatever the kernel believes.
 */
export class Heartbeat {
  readonly #table: ConnectionTable;
  readonly #outgoing: Outgoing;
  readonly #renew: (connection: Connection) => void;
  readonly #stop: CancelTimer;
  #beat = 0;

  /** `renew` is called now and then for each connection: its session may have run out. */
  constructor(
    table: ConnectionTable,
    outgoing: Outgoing,
    clock: Clock,
    renew: (connection: Connection) => void,
  ) {
    this.#table = table;
    this.#outgoing = outgoing;
    this.#renew = renew;
    this.#stop = clock.every(realtimeLimits.beatMs.value, () => this.tick());
  }

  /** One beat; the timer calls it. */
  tick(): void {
    this.#beat = (this.#beat + 1) % realtimeLimits.beats.value;
    for (const connection of this.#table.inBeat(this.#beat)) this.#visit(connection);
  }

  close(): void {
    this.#stop();
  }

  #visit(connection: Connection): void {
    // Whoever is not read from cannot answer; the bound on slow readers is for those.
    if (connection.isBehind) return;
    if (!connection.isAlive) return connection.cut('silent');
    connection.isAlive = false;
    this.#outgoing.ping(connection, pingFrame);
    connection.rounds += 1;
    if (connection.rounds % realtimeLimits.roundsBetweenRenewals.value === 0)
      this.#renew(connection);
  }
}
