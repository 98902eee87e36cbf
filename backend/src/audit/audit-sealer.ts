import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { AuditBuffer } from './audit-buffer.ts';
import { AuditSpill } from './audit-spill.ts';
import { AUDIT_SEAL_BATCH, AUDIT_SEAL_INTERVAL_MS } from './audit.limits.ts';
import { CHAIN_START, sealHash } from './seal-chain.ts';
import { SealRepository, type Seal } from './seal.repository.ts';
import { writeAuditRows } from './write-audit-rows.ts';

/**
 * Links audit rows into a hash chain, apart from the transactions that write them, so that the
 * chain does not serialise every writer. Runs every five seconds and once more at stop, after the
 * rows still in the buffer are written; one sealer works at a time over all instances.
 */
@Injectable()
export class AuditSealer implements BeforeApplicationShutdown, OnApplicationBootstrap {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<number> | null = null;
  #sealedRows = 0;

  constructor(
    private readonly database: Database,
    private readonly seals: SealRepository,
    private readonly buffer: AuditBuffer,
    private readonly spill: AuditSpill,
    private readonly reporter: ErrorReporter,
  ) {}

  /** Rows sealed by this process since start. */
  get sealedRows(): number {
    return this.#sealedRows;
  }

  /** Brings back what was spilled while the database was away, then starts sealing. */
  async onApplicationBootstrap(): Promise<void> {
    await this.spill
      .replay((rows) => writeAuditRows(this.database.db, rows))
      .catch((error: unknown) => this.reporter.background('replay of spilled audit rows', error));
    this.#timer = setInterval(() => {
      this.seal().catch((error: unknown) => this.reporter.background('audit sealing', error));
    }, AUDIT_SEAL_INTERVAL_MS).unref();
  }

  /** Stops the timer, writes what is buffered and seals it, while the database is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.buffer.flush();
    await this.seal().catch((error: unknown) =>
      this.reporter.background('audit sealing at stop', error),
    );
  }

  /** Seals everything that is unsealed now, in batches of 200; answers how many rows it sealed. */
  async seal(): Promise<number> {
    this.#running ??= this.#sealAll().finally(() => (this.#running = null));
    return await this.#running;
  }

  async #sealAll(): Promise<number> {
    let total = 0;
    for (;;) {
      const sealed = await this.#sealBatch();
      total += sealed;
      this.#sealedRows += sealed;
      if (sealed < AUDIT_SEAL_BATCH) return total;
    }
  }

  async #sealBatch(): Promise<number> {
    return await this.database.transaction(async (trx) => {
      if (!(await this.seals.tryLock(trx))) return 0;
      const rows = await this.seals.unsealed(trx);
      if (rows.length === 0) return 0;
      const head = await this.seals.head(trx);
      let previous = head?.hash ?? CHAIN_START;
      let sequence = head?.sequence ?? 0;
      const seals: Seal[] = rows.map((row) => {
        const link = previous;
        previous = sealHash(link, ++sequence, row);
        return { id: row.id, sequence, previous: link, hash: previous };
      });
      await this.seals.seal(trx, seals);
      return seals.length;
    });
  }
}
