import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { system } from '../audit/audit-entry.ts';
import { credentialErrors } from '../platform/credentials/credentials.errors.ts';
import type { SealedStore } from '../platform/credentials/sealed-stores.ts';
import { Database } from '../platform/database/database.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { WebhookSecrets } from './webhook-secrets.ts';
import { WebhookSecretsRepository, type SecretRow } from './webhook-secrets.repository.ts';
import { webhookLimits } from './webhooks.limits.ts';

/**
 * The signing secrets as a rotation of keys sees them. At a start it seals what an earlier version left
 * unsealed; what is under an older key waits until it is asked for, because a process that was not
 * started again yet knows only that one.
 */
@Injectable()
export class SealedWebhooks implements SealedStore, OnApplicationBootstrap {
  readonly name = 'webhooks';

  constructor(
    private readonly database: Database,
    private readonly rows: WebhookSecretsRepository,
    private readonly secrets: WebhookSecrets,
    private readonly audit: AuditLog,
    private readonly reporter: ErrorReporter,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.secrets.currentKeyId === null) return;
    // A server that cannot seal now still signs with what is there.
    await this.#all(null, new AbortController().signal).catch((error: unknown) =>
      this.reporter.background('sealing webhook secrets', error),
    );
  }

  keysInUse(): Promise<ReadonlyMap<string, number>> {
    return this.rows.keysInUse();
  }

  /** Throws CREDENTIAL_NO_KEY. */
  async reseal(signal: AbortSignal): Promise<number> {
    const keyId = this.secrets.currentKeyId;
    if (keyId === null) throw credentialErrors.noKey();
    return await this.#all(keyId, signal);
  }

  async #all(keyId: string | null, signal: AbortSignal): Promise<number> {
    let total = 0;
    for (let after: string | null = null; ;) {
      signal.throwIfAborted();
      const seen: readonly string[] = await this.#some(keyId, after, () => total++);
      after = seen.at(-1) ?? null;
      if (after === null) return total;
    }
  }

  #some(keyId: string | null, after: string | null, done: () => void): Promise<string[]> {
    return this.database.transaction(async (trx) => {
      const rows = await this.rows.notSealedWith(trx, keyId, after, webhookLimits.resealEntries);
      for (const row of rows) {
        const next = this.#resealed(row);
        if (next === null) continue;
        await this.rows.write(trx, row.id, next.current, next.previous);
        await this.audit.record(trx, system, {
          action: 'webhook.secret-sealed',
          objectType: 'webhook',
          objectId: row.id,
          details: { keyId: this.secrets.currentKeyId },
        });
        done();
      }
      return rows.map(({ id }) => id);
    });
  }

  /** Null when a key is missing. */
  #resealed({ id, current, previous }: SecretRow) {
    try {
      return {
        current: this.secrets.reseal(id, current),
        previous: this.secrets.reseal(id, previous),
      };
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }
}
