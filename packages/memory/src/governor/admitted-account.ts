import type { OwnerShare } from './owner-shares.ts';
import { PoolAccount } from './pool-account.ts';
import type { RouteCost } from './route-cost.ts';

/** The account of work that asks to be let in: its end is told to its route and its owner's share. */
export class AdmittedAccount extends PoolAccount {
  /** Set when what was promised to it counts in the share of its owner. */
  share: OwnerShare | undefined = undefined;
  /** Set when it was let in. */
  cost: RouteCost | undefined = undefined;

  override close(): void {
    if (this.isClosed) return;
    const { share, cost } = this;
    if (share) share.promisedBytes = Math.max(0, share.promisedBytes - this.promisedBytes);
    cost?.complete(this.peakBytes);
    super.close();
  }
}
