import type { IntegrationKeys } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { ChangeLog } from '../../audit/change-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Database } from '../../platform/database/database.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { integrationActor } from '../integration-actor.ts';
import { IntegrationCache } from '../integration-cache.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { integrationLimits } from '../integrations.limits.ts';
import { IntegrationsRepository } from '../integrations.repository.ts';
import { resealIntegrations } from '../runs/integration-jobs.ts';
import { CredentialVault } from './credential-vault.ts';

/** Which keys protect the credentials, and the way from an old one to a new one. */
@Injectable()
export class KeysService {
  constructor(
    private readonly database: Database,
    private readonly rows: IntegrationsRepository,
    private readonly vault: CredentialVault,
    private readonly cache: IntegrationCache,
    private readonly changes: ChangeLog,
    private readonly jobs: JobQueue,
  ) {}

  async state(): Promise<IntegrationKeys> {
    const used = await this.rows.keysInUse();
    const ids = new Set([...this.vault.keyIds, ...used.keys()]);
    return {
      current: this.vault.currentKeyId,
      keys: [...ids].map((id) => ({
        id,
        isConfigured: this.vault.keyIds.includes(id),
        integrations: used.get(id) ?? 0,
      })),
    };
  }

  /** Has all credentials encrypted with the current key. Throws INTEGRATION_NO_KEY. */
  async start(): Promise<IntegrationKeys> {
    if (this.vault.currentKeyId === null) throw integrationErrors.noKey();
    await this.jobs.send(null, resealIntegrations, {});
    return this.state();
  }

  /**
   * Encrypts what is under another key with the current one, some rows at a time; answers how many.
   * What cannot be opened is left as it is, and shows in `state`.
   */
  async reseal(signal: AbortSignal, actor: Actor = integrationActor('keys')): Promise<number> {
    const current = this.vault.currentKeyId;
    if (current === null) throw integrationErrors.noKey();
    let total = 0;
    for (let after: string | null = null; ;) {
      signal.throwIfAborted();
      const seen: readonly string[] = await this.#some(actor, current, after, () => total++);
      after = seen.at(-1) ?? null;
      if (after === null) return total;
    }
  }

  #some(actor: Actor, current: string, after: string | null, done: () => void): Promise<string[]> {
    return this.database.transaction(async (trx) => {
      const rows = await this.rows.notSealedWith(trx, current, after, integrationLimits.resealRows);
      for (const { id, sealed } of rows) {
        if (!this.vault.opens(id, sealed)) continue;
        const next = this.vault.reseal(id, sealed);
        await this.rows.reseal(trx, id, next.sealed, next.keyId);
        await this.changes.record(trx, actor, {
          type: 'integration.resealed',
          objectType: 'integration',
          objectId: id,
          payload: { keyId: next.keyId },
        });
        this.cache.drop(id);
        done();
      }
      return rows.map(({ id }) => id);
    });
  }
}
