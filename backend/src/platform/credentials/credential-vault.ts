import { randomBytes } from 'node:crypto';
import { credentialErrors } from './credentials.errors.ts';
import { seal, unseal } from './seal.ts';

/** Credentials as they are stored, and the key that opens them. */
export interface SealedCredentials {
  readonly sealed: string;
  readonly keyId: string;
}

/** A key of 32 bytes under the name that stands in what it sealed. */
export interface VaultKey {
  readonly id: string;
  readonly base64: string;
}

const FORMAT = 'v1';

/**
 * Envelope encryption of credentials (AES-256-GCM twice): each set has a data key of its own, which is
 * encrypted with the first configured key. Both layers are bound to the owner, so that what is stored
 * for one owner does not open as that of another. Text: `v1.KEYID.WRAPPED.SEALED`.
 */
export class CredentialVault {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #current: string | null;

  constructor(keys: readonly VaultKey[]) {
    this.#keys = new Map(keys.map(({ id, base64 }) => [id, Buffer.from(base64, 'base64')]));
    this.#current = keys[0]?.id ?? null;
  }

  /** Id of the key that encrypts; null when none is configured. */
  get currentKeyId(): string | null {
    return this.#current;
  }

  /** Ids of all configured keys, the current one first. */
  get keyIds(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Encrypts the credentials of `owner`. Throws CREDENTIAL_NO_KEY. */
  seal(owner: string, credentials: object): SealedCredentials {
    const { id, key } = this.#sealing();
    const dataKey = randomBytes(32);
    const text = seal(dataKey, Buffer.from(JSON.stringify(credentials)), owner);
    return { keyId: id, sealed: format(id, seal(key, dataKey, wrapping(owner)), text) };
  }

  /** The credentials of `owner`. Throws CREDENTIAL_KEY_UNKNOWN or CREDENTIAL_UNREADABLE, which name no secret. */
  open(owner: string, sealed: string): Record<string, unknown> {
    const { keyId, wrapped, text } = parse(sealed);
    const dataKey = this.#unwrap(owner, keyId, wrapped);
    try {
      return JSON.parse(unseal(dataKey, text, owner).toString()) as Record<string, unknown>;
    } catch {
      throw credentialErrors.unreadable();
    }
  }

  /** Whether the credentials of `owner` can be opened with what is configured. */
  opens(owner: string, sealed: string): boolean {
    try {
      this.open(owner, sealed);
      return true;
    } catch {
      return false;
    }
  }

  /** The same credentials under the current key. Throws like `open` and `seal`. */
  reseal(owner: string, sealed: string): SealedCredentials {
    const { id, key } = this.#sealing();
    const { keyId, wrapped, text } = parse(sealed);
    const dataKey = this.#unwrap(owner, keyId, wrapped);
    return { keyId: id, sealed: format(id, seal(key, dataKey, wrapping(owner)), text) };
  }

  #sealing(): { id: string; key: Buffer } {
    const id = this.#current;
    const key = id === null ? undefined : this.#keys.get(id);
    if (id === null || key === undefined) throw credentialErrors.noKey();
    return { id, key };
  }

  #unwrap(owner: string, keyId: string, wrapped: Buffer): Buffer {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw credentialErrors.keyUnknown(`key id ${keyId}`);
    try {
      return unseal(key, wrapped, wrapping(owner));
    } catch {
      throw credentialErrors.unreadable();
    }
  }
}

const wrapping = (owner: string): string => `data key of ${owner}`;

function format(id: string, wrapped: Buffer, text: Buffer): string {
  return [FORMAT, id, wrapped.toString('base64url'), text.toString('base64url')].join('.');
}

function parse(sealed: string): { keyId: string; wrapped: Buffer; text: Buffer } {
  const [version, keyId = '', wrapped = '', text = ''] = sealed.split('.');
  if (version !== FORMAT) throw credentialErrors.unreadable();
  return {
    keyId,
    wrapped: Buffer.from(wrapped, 'base64url'),
    text: Buffer.from(text, 'base64url'),
  };
}
