import type { Account } from '../governor/account.ts';
import { flowErrors } from './flow.errors.ts';
import { flowLimits } from './flow.limits.ts';

/** What a reader charges: an {@link Account}, or anything with these three calls. */
export type FlowAccount = Pick<Account, 'grow' | 'shrink' | 'reserve'>;

/**
 * Keeps an account at what a reader holds. Growing waits when the account refuses, which pauses the
 * reader and through it the source; what was pulled last is held uncharged so long.
 */
export class ReadCharge implements Disposable {
  readonly #account: FlowAccount | undefined;
  readonly #signal: AbortSignal | undefined;
  #heldBytes = 0;

  constructor(account: FlowAccount | undefined, signal: AbortSignal | undefined) {
    this.#account = account;
    this.#signal = signal;
  }

  /** Whether anybody is charged at all. */
  get isCounted(): boolean {
    return this.#account !== undefined;
  }

  /** Raises the charge to `bytes` at once where possible; false when `wait` is needed. */
  tryHold(bytes: number): boolean {
    const more = bytes - this.#heldBytes;
    if (!this.#account || more <= 0) return true;
    if (!this.#account.grow(more)) return false;
    this.#heldBytes = bytes;
    return true;
  }

  /** Raises the charge to `bytes`, waiting up to `flowLimits.waitMs`. Rejects with `FLOW_MEMORY_REFUSED` or the signal's reason. */
  async hold(bytes: number): Promise<void> {
    if (this.tryHold(bytes)) return;
    const more = bytes - this.#heldBytes;
    const deadlineMs = flowLimits.waitMs.value;
    const outcome = await this.#account!.reserve(
      more,
      this.#signal ? { deadlineMs, signal: this.#signal } : { deadlineMs },
    );
    if (!outcome.ok) {
      throw flowErrors.memoryRefused(outcome.refusal.detail, { cause: outcome.refusal });
    }
    this.#heldBytes = bytes;
  }

  /** Lowers the charge to `bytes`. */
  lower(bytes: number): void {
    if (bytes >= this.#heldBytes) return;
    this.#account?.shrink(this.#heldBytes - bytes);
    this.#heldBytes = bytes;
  }

  [Symbol.dispose](): void {
    this.lower(0);
  }
}
