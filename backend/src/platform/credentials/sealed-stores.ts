/** Rows of one feature that the vault sealed. */
export interface SealedStore {
  readonly name: 'integrations' | 'webhooks';
  /** How many records each key id protects. */
  keysInUse(): Promise<ReadonlyMap<string, number>>;
  /**
   * Seals with the current key what is not under it, in short transactions, and answers how many; what
   * cannot be opened is left as it is. Throws when `signal` is aborted.
   */
  reseal(signal: AbortSignal): Promise<number>;
}

/** Everything that lies sealed in the database, so that a rotation of keys reaches all of it. */
export class SealedStores {
  readonly #stores: SealedStore[] = [];

  get all(): readonly SealedStore[] {
    return this.#stores;
  }

  add(store: SealedStore): void {
    this.#stores.push(store);
  }
}
