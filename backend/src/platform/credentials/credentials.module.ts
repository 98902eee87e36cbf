import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { CredentialVault } from './credential-vault.ts';
import { readOwnKey } from './own-key.ts';
import { SealedStores } from './sealed-stores.ts';

/**
 * The keys of the vault. On the embedded database, which one process holds, a key of its own comes after
 * the configured ones; several processes on PostgreSQL need the same keys, so there only those count.
 */
async function vaultOf({ integrations, database, server }: Config): Promise<CredentialVault> {
  const own = database.url === null ? [await readOwnKey(server.dataDir)] : [];
  return new CredentialVault([...integrations.keys, ...own]);
}

/** Gives every feature the vault for secrets that have to lie in the database. */
@Global()
@Module({
  providers: [
    { provide: CredentialVault, inject: [CONFIG], useFactory: vaultOf },
    { provide: SealedStores, useFactory: () => new SealedStores() },
  ],
  exports: [CredentialVault, SealedStores],
})
export class CredentialsModule {}
