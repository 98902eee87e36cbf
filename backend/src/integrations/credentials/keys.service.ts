import type { IntegrationKeys } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { CredentialVault } from '../../platform/credentials/credential-vault.ts';
import { credentialErrors } from '../../platform/credentials/credentials.errors.ts';
import { SealedStores } from '../../platform/credentials/sealed-stores.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { resealIntegrations } from '../runs/integration-jobs.ts';

/** Which keys protect what lies sealed in the database, and the way from an old one to a new one. */
@Injectable()
export class KeysService {
  constructor(
    private readonly stores: SealedStores,
    private readonly vault: CredentialVault,
    private readonly jobs: JobQueue,
  ) {}

  async state(): Promise<IntegrationKeys> {
    const used = { integrations: new Map<string, number>(), webhooks: new Map<string, number>() };
    for (const store of this.stores.all)
      for (const [id, count] of await store.keysInUse()) used[store.name].set(id, count);
    const { integrations, webhooks } = used;
    const ids = new Set([...this.vault.keyIds, ...integrations.keys(), ...webhooks.keys()]);
    return {
      current: this.vault.currentKeyId,
      keys: [...ids].map((id) => ({
        id,
        isConfigured: this.vault.keyIds.includes(id),
        integrations: integrations.get(id) ?? 0,
        webhooks: webhooks.get(id) ?? 0,
      })),
    };
  }

  /** Has everything encrypted with the current key. Throws CREDENTIAL_NO_KEY. */
  async start(): Promise<IntegrationKeys> {
    if (this.vault.currentKeyId === null) throw credentialErrors.noKey();
    await this.jobs.send(null, resealIntegrations, {});
    return this.state();
  }

  /**
   * Encrypts what is under another key with the current one, some rows at a time; answers how many.
   * What cannot be opened is left as it is, and shows in `state`. Throws CREDENTIAL_NO_KEY.
   */
  async reseal(signal: AbortSignal): Promise<number> {
    let total = 0;
    for (const store of this.stores.all) total += await store.reseal(signal);
    return total;
  }
}
