import type { AccountGroup } from '../governor/ledger-snapshot.ts';

/** Since when the oldest open account of each group is the same. Forgets groups that are not named. */
export class AccountHeads {
  #heads = new Map<string, { readonly sequence: number; readonly sinceMs: number }>();

  /** Takes what is open now. O(groups). */
  note(groups: readonly AccountGroup[], nowMs: number): void {
    const before = this.#heads;
    this.#heads = new Map();
    for (const group of groups) {
      const key = accountName(group);
      const known = before.get(key);
      const { oldestSequence: sequence } = group;
      this.#heads.set(key, known?.sequence === sequence ? known : { sequence, sinceMs: nowMs });
    }
  }

  sinceMs(group: AccountGroup): number {
    return this.#heads.get(accountName(group))?.sinceMs ?? Infinity;
  }
}

/** `job/reports`. */
export function accountName({ pool, name }: AccountGroup): string {
  return `${pool}/${name}`;
}
