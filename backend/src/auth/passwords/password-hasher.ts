import { hash, parseOptions, verify } from '@node-rs/argon2';
import { authErrors } from '../auth.errors.ts';
import {
  ARGON2_LANES,
  ARGON2_MEMORY_KIB,
  ARGON2_PASSES,
  HASHES_AT_ONCE,
  HASHES_WAITING,
  HASH_MEMORY_WAIT_MS,
} from '../auth.limits.ts';

const parameters = {
  memoryCost: ARGON2_MEMORY_KIB,
  timeCost: ARGON2_PASSES,
  parallelism: ARGON2_LANES,
};
const hashBytes = ARGON2_MEMORY_KIB * 1024;

/** The part of a governor's account that the hasher needs. */
export interface HashMemory {
  reserve(
    bytes: number,
    options: { readonly deadlineMs: number },
  ): Promise<
    | { readonly ok: true }
    | {
        readonly ok: false;
        readonly refusal: { readonly retryAfterSeconds: number; readonly detail: string };
      }
  >;
  shrink(bytes: number): void;
  close(): void;
}

/**
 * argon2id with the parameters that OWASP recommends (19 MiB, two passes). At most two hashes run
 * at once and 32 wait; the memory of each is reserved on `account` when there is one. Whatever does
 * not fit is refused with AUTH_BUSY (503).
 */
export class PasswordHasher {
  readonly #account: HashMemory | null;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #dummy: Promise<string> | null = null;

  constructor(account: HashMemory | null = null) {
    this.#account = account;
  }

  /** Hashes being computed. */
  get running(): number {
    return this.#running;
  }

  /** Hashes that wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The hash of a new password, in PHC format with its salt and parameters. */
  async hash(password: string): Promise<string> {
    return await this.#inTurn(() => hash(password, parameters));
  }

  /**
   * Whether the password belongs to the hash. Without a hash (no such user) it does the same work
   * on a hash that fits nothing and answers false, so that both take equally long.
   */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const against = passwordHash ?? (await this.#dummyHash());
    const fits = await this.#inTurn(() => verify(against, password));
    return fits && passwordHash !== null;
  }

  /** Whether a hash was made with other parameters than today's. */
  isOutdated(passwordHash: string): boolean {
    const used = parseOptions(passwordHash);
    return used.memoryCost !== ARGON2_MEMORY_KIB || used.timeCost !== ARGON2_PASSES;
  }

  /**
   * Makes the hash that unknown users are checked against, so that no sign-in has to wait for it.
   * Called by Nest at start.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.#dummyHash();
  }

  /** Ends the account; called by Nest when the application stops. */
  onApplicationShutdown(): void {
    this.#account?.close();
  }

  #dummyHash(): Promise<string> {
    this.#dummy ??= this.hash(crypto.randomUUID());
    this.#dummy.catch(() => (this.#dummy = null));
    return this.#dummy;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      await this.#reserve();
      try {
        return await work();
      } finally {
        this.#account?.shrink(hashBytes);
      }
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  // Who ends hands its place to the first that waits, so that nobody can slip in between.
  async #turn(): Promise<void> {
    if (this.#running < HASHES_AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= HASHES_WAITING) throw authErrors.busy({ retryAfterSeconds: 2 });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  async #reserve(): Promise<void> {
    const outcome = await this.#account?.reserve(hashBytes, { deadlineMs: HASH_MEMORY_WAIT_MS });
    if (outcome === undefined || outcome.ok) return;
    const { retryAfterSeconds, detail } = outcome.refusal;
    throw authErrors.busy({ retryAfterSeconds, detail });
  }
}
