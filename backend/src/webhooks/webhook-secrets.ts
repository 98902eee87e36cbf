import { Injectable } from '@nestjs/common';
import { CredentialVault } from '../platform/credentials/credential-vault.ts';
import { newSecret } from './signature.ts';

/** A signing secret as a row has it: sealed, or as the first version kept it. */
export interface StoredSecret {
  readonly plain: string | null;
  readonly sealed: string | null;
}

/** Makes, seals and opens signing secrets. What is sealed for one webhook does not open as another's. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly vault: CredentialVault) {}

  /** Null when nothing can be sealed. */
  get currentKeyId(): string | null {
    return this.vault.currentKeyId;
  }

  /** A new secret, and how it is stored. Throws CREDENTIAL_NO_KEY. */
  make(webhookId: string): { readonly secret: string; readonly sealed: string } {
    const secret = newSecret();
    return { secret, sealed: this.#seal(webhookId, secret) };
  }

  /**
   * The stored secret under the current key; null where there is none. Throws CREDENTIAL_NO_KEY,
   * CREDENTIAL_KEY_UNKNOWN, CREDENTIAL_UNREADABLE.
   */
  reseal(webhookId: string, { plain, sealed }: StoredSecret): string | null {
    if (sealed !== null) return this.vault.reseal(ownerOf(webhookId), sealed).sealed;
    return plain === null ? null : this.#seal(webhookId, plain);
  }

  /**
   * The secrets that sign, those of a rotation that overlaps too. Throws CREDENTIAL_KEY_UNKNOWN or
   * CREDENTIAL_UNREADABLE.
   */
  open(webhookId: string, stored: readonly StoredSecret[]): string[] {
    return stored.flatMap(({ plain, sealed }) => {
      if (sealed === null) return plain === null ? [] : [plain];
      return [String(this.vault.open(ownerOf(webhookId), sealed)['secret'])];
    });
  }

  #seal(webhookId: string, secret: string): string {
    return this.vault.seal(ownerOf(webhookId), { secret }).sealed;
  }
}

const ownerOf = (webhookId: string): string => `webhook ${webhookId}`;
