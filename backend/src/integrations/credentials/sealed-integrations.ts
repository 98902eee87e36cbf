import { Injectable } from '@nestjs/common';
import { ChangeLog } from '../../audit/change-log.ts';
import { CredentialVault } from '../../platform/credentials/credential-vault.ts';
import { credentialErrors } from '../../platform/credentials/credentials.errors.ts';
import type { SealedStore } from '../../platform/credentials/sealed-stores.ts';
import { Database } from '../../platform/database/database.ts';
import { integrationActor } from '../integration-actor.ts';
import { IntegrationCache } from '../integration-cache.ts';
import { integrationLimits } from '../integrations.limits.ts';
import { IntegrationsRepository } from '../integrations.repository.ts';

/** The credentials of the integrations as a rotation of keys sees them. */
@Injectable()
export class SealedIntegrations implements SealedStore {
  readonly name = 'integrations';

  constructor(
    private readonly database: Database,
    private readonly rows: IntegrationsRepository,
    private readonly vault: CredentialVault,
    private readonly cache: IntegrationCache,
    private readonly changes: ChangeLog,
  ) {}

  keysInUse(): Promise<ReadonlyMap<string, number>> {
    return this.rows.keysInUse();
  }

  /** Throws CREDENTIAL_NO_KEY. */
  async reseal(signal: AbortSignal): Promise<number> {
    const current = this.vault.currentKeyId;
    if (current === null) throw credentialErrors.noKey();
    let total = 0;
    for (let after: string | null = null; ;) {
      signal.throwIfAborted();
      const seen: readonly string[] = await this.#some(current, after, () => total++);
      after = seen.at(-1) ?? null;
      if (after === null) return total;
    }
  }

  #some(current: string, after: string | null, done: () => void): Promise<string[]> {
    const actor = integrationActor('keys');
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
