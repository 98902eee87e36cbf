import { setTimeout as wait } from 'node:timers/promises';
import { realtimeCloseCodes } from '@lexiflow/contracts';
import type { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import type { Authenticator, Viewer } from '../../platform/http/viewer.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Admissions } from '../rooms/admissions.ts';
import type { Connection } from './connection.ts';

/**
 * Asks again who a connection stands for and which rooms it may be in. From the moment that access
 * may have changed until the answer, its rooms are silent; while the database does not answer, they
 * stay so.
 */
export class Renewals {
  readonly #authenticator: () => Pick<Authenticator, 'renew'>;
  readonly #admissions: Admissions;
  readonly #reporter: ErrorReporter;
  /** Each with a number that changes when it is put down again. */
  readonly #pending = new Map<Connection, number>();
  #stamp = 0;
  #isRunning = false;
  #isStopped = false;

  constructor(
    authenticator: () => Pick<Authenticator, 'renew'>,
    admissions: Admissions,
    reporter: ErrorReporter,
  ) {
    this.#authenticator = authenticator;
    this.#admissions = admissions;
    this.#reporter = reporter;
  }

  /** Whether its viewer may be another one now: a room it joins waits for that. */
  isPending(connection: Connection): boolean {
    return this.#pending.has(connection);
  }

  /** Silences its rooms at once and puts it down for a check. */
  add(connection: Connection): void {
    for (const member of connection.memberships) this.#admissions.suspend(member);
    if (this.#isStopped) return;
    this.#pending.set(connection, ++this.#stamp);
    if (!this.#isRunning) void this.#run();
  }

  /** A connection that has ended. */
  forget(connection: Connection): void {
    this.#pending.delete(connection);
  }

  /** Ends the checks; what is still silent stays so. */
  stop(): void {
    this.#isStopped = true;
    this.#pending.clear();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#pending.size > 0) {
      const some = [...this.#pending].slice(0, realtimeLimits.renewalsAtOnce.value);
      try {
        const viewers = await this.#authenticator().renew(some.map(([{ viewer }]) => viewer));
        await Promise.all(
          some.map(([connection, stamp], at) =>
            this.#renew(connection, stamp, viewers[at] ?? null),
          ),
        );
      } catch (error) {
        this.#reporter.background('checking the access of open connections', error);
        await wait(realtimeLimits.renewalRetryMs.value, undefined, { ref: false });
      }
    }
    this.#isRunning = false;
  }

  async #renew(connection: Connection, stamp: number, viewer: Viewer | null): Promise<void> {
    // Put down again meanwhile: the answer may be from before that.
    const isCurrent = (): boolean => this.#pending.get(connection) === stamp;
    if (!isCurrent()) return;
    if (viewer === null) {
      this.#pending.delete(connection);
      connection.close(realtimeCloseCodes.signedOut, 'the session has ended', 'signed-out');
      return;
    }
    connection.viewer = viewer;
    for (const member of [...connection.memberships]) {
      this.#admissions.suspend(member);
      await this.#admissions.admit(member);
      if (!isCurrent()) return;
    }
    this.#pending.delete(connection);
  }
}
