import { createHash, randomBytes } from 'node:crypto';
import type { RedisLink } from '../redis/redis-link.ts';
import { cacheLimits } from './cache.limits.ts';

/** What a reading of the second tier found. */
export interface SharedReading {
  /** The value as JSON text, or null. */
  readonly text: string | null;
  /** Marks the state of the tags before the value is loaded; a write needs it. */
  readonly fence: string;
}

/** Names one value: a region, the shape of its values, a key. */
export interface SharedKey {
  readonly region: string;
  readonly shape: number;
  readonly key: string;
}

// Raised when keys or values are laid out differently.
const LAYOUT = 1;

/**
 * The second tier in Redis. Every tag has a random token there; a value is kept with the tokens that
 * stood before it was loaded and counts only while they still stand. So a value that was loaded
 * before a change is never answered after it, in whatever order the two reach Redis. What Redis
 * forgot is a miss. A connection is used only after it has set a new epoch, which ends all that was
 * kept before: a Redis that was away may have missed a change, or come back with an old state.
 */
export class SharedTier {
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #maxTtlMs: number;
  readonly #ends: () => void;
  #isUsable = false;
  #errors = 0;

  /**
   * `installation` separates the values of installations that share one Redis. No value lives longer
   * there than `maxTtlMs`.
   */
  constructor(link: RedisLink, installation: string, maxTtlMs = Infinity) {
    this.#maxTtlMs = maxTtlMs;
    this.#link = link;
    // The braces keep all keys on one node of a cluster.
    this.#prefix = `lexiflow:cache:${LAYOUT}:{${installation}}:`;
    this.#ends = link.onState((isReady) => (isReady ? this.renew() : this.#away()));
    if (link.isReady) this.renew();
  }

  /** Whether values can be read and written now. */
  get isUsable(): boolean {
    return this.#isUsable && this.#link.isReady;
  }

  /** Commands that failed since the start. */
  get errorsTotal(): number {
    return this.#errors;
  }

  /** Looks for a value; null when the tier cannot be asked now. */
  async read(key: SharedKey, tags: readonly string[]): Promise<SharedReading | null> {
    const fenceKeys = [`${this.#prefix}epoch`, ...tags.map((tag) => this.#tagKey(tag))];
    try {
      const found = await this.#link.commands.mget(...fenceKeys, this.#valueKey(key));
      const text = found.pop() ?? null;
      if (!isWhole(found)) return { text: null, fence: await this.#makeFence(fenceKeys) };
      const fence = found.join(',');
      const isCurrent = text?.startsWith(`${fence}\n`) ?? false;
      return { text: isCurrent && text !== null ? text.slice(fence.length + 1) : null, fence };
    } catch {
      this.#failed();
      return null;
    }
  }

  /** Keeps a value that was loaded after `fence` was read. Not waited for; a large one is left out. */
  write(key: SharedKey, fence: string, text: string, ttlMs: number): void {
    if (!this.isUsable || Buffer.byteLength(text) > cacheLimits.sharedValueBytes.value) return;
    this.#link.commands
      .set(
        this.#valueKey(key),
        `${fence}\n${text}`,
        'PX',
        Math.ceil(Math.min(ttlMs, this.#maxTtlMs)),
      )
      .catch(() => this.#failed());
  }

  /** Ends every value with one of these tags. On this connection what is read later knows of it. */
  drop(tags: readonly string[]): void {
    // Also while a new epoch is on its way: another process may have read that one already.
    if (!this.#link.isReady) return;
    const pipeline = this.#link.commands.pipeline();
    for (const tag of tags) {
      pipeline.set(this.#tagKey(tag), token(), 'EX', cacheLimits.tagSeconds.value);
    }
    pipeline.exec().then(
      (results) => results?.some(([error]) => error !== null) && this.#failed(),
      () => this.#failed(),
    );
  }

  /** Ends everything, and begins to use the tier when that is done. */
  renew(): void {
    this.#isUsable = false;
    if (!this.#link.isReady) return;
    this.#link.commands.set(`${this.#prefix}epoch`, token()).then(
      () => (this.#isUsable = true),
      () => this.#failed(),
    );
  }

  /** Ends the use of the tier; the connection belongs to others. */
  close(): void {
    this.#ends();
    this.#isUsable = false;
  }

  async #makeFence(keys: readonly string[]): Promise<string> {
    const pipeline = this.#link.commands.pipeline();
    for (const key of keys) pipeline.set(key, token(), 'EX', cacheLimits.tagSeconds.value, 'NX');
    pipeline.mget(...keys);
    const results = (await pipeline.exec()) ?? [];
    const [error, found] = results.at(-1) ?? [new Error('no answer'), null];
    if (error !== null || !isWhole(found as (string | null)[]))
      throw error ?? new Error('no token');
    return (found as string[]).join(',');
  }

  #away(): void {
    this.#isUsable = false;
  }

  /** What was sent may or may not have arrived: only a new connection and epoch make that certain. */
  #failed(): void {
    this.#errors += 1;
    this.#isUsable = false;
    this.#link.reset();
  }

  #tagKey(tag: string): string {
    return `${this.#prefix}tag:${tag}`;
  }

  #valueKey({ region, shape, key }: SharedKey): string {
    return `${this.#prefix}${region}.${shape}:${hash(key)}`;
  }
}

function isWhole(tokens: readonly (string | null)[]): tokens is string[] {
  return tokens.every((one) => one !== null);
}

function token(): string {
  return randomBytes(9).toString('base64url');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
