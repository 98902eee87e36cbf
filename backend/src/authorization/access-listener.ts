import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import pg from 'pg';
import { Database } from '../platform/database/database.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { ACCESS_CHANNEL, AccessSignals } from './access-signals.ts';
import { LISTEN_RETRY_BASE_MS, LISTEN_RETRY_MAX_MS } from './authorization.limits.ts';

/**
 * Hears of changes of access that other instances, or other parts of this one, have committed:
 * LISTEN on one connection of its own, outside the pool. While that connection is down nothing is
 * heard, so whatever is cached is dropped when it breaks and again when it is back; in between,
 * the caches' own short life is the bound.
 */
@Injectable()
export class AccessListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #failures = 0;
  #isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly signals: AccessSignals,
    private readonly reporter: ErrorReporter,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.#connect();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(this.database.pool.options);
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection was closed')));
    client.on('notification', ({ payload }) => this.signals.announce(payload || null));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${ACCESS_CHANNEL}`);
      this.#failures = 0;
      this.signals.announce(null);
    } catch (error) {
      this.#lost(client, error);
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#client !== client || this.#isStopped) return;
    this.#client = null;
    client.end().catch(() => {});
    this.signals.announce(null);
    this.reporter.background('listening for changes of access', error);
    const delayMs = Math.min(LISTEN_RETRY_MAX_MS, LISTEN_RETRY_BASE_MS * 2 ** this.#failures++);
    this.#retry = setTimeout(() => void this.#connect(), delayMs).unref();
  }
}
