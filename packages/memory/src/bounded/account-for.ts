import type { Account, AccountSource, PoolName } from '../governor/account.ts';
import { boundedErrors } from './bounded.errors.ts';

/** What a bounded structure charges: an {@link Account}, or anything with these three calls. */
export type BoundedAccount = Pick<Account, 'grow' | 'shrink' | 'close'>;

/** How a bounded structure is held to a budget and seen in the governor's figures. */
export interface BoundedHolder<Host extends AccountSource = AccountSource> {
  /** Charged with the structure's bytes; closed with it. */
  readonly account?: BoundedAccount;
  /** The governor or a ledger; the structure opens its account there under `name`. Excludes `account`. */
  readonly host?: Host;
  /** Names the account; required with `host`. */
  readonly name?: string;
  /** Pool of the account that is opened. Default: the structure's own. */
  readonly pool?: PoolName;
}

/** The account of a structure, opened where a host is given. Throws `BOUNDED_OPTION_INVALID`. */
export function accountFor(holder: BoundedHolder, ownPool: PoolName): BoundedAccount | undefined {
  const { account, host, name, pool = ownPool } = holder;
  if (host === undefined) return account;
  if (account !== undefined) {
    throw boundedErrors.invalidOption('account and host exclude each other.');
  }
  if (name === undefined || name === '') throw boundedErrors.invalidOption('host needs a name.');
  return host.openAccount(pool, name);
}

/** The same for a structure of fixed size; several of them may share an account that was given. */
export type FixedHolder = Omit<BoundedHolder, 'account'> & {
  /** Charged once with the structure's bytes; not closed with it. */
  readonly account?: Pick<BoundedAccount, 'grow' | 'shrink'>;
};

/**
 * Charges a structure of fixed size with all of its bytes, and answers the function that gives them
 * back and closes what was opened for it. Throws `BOUNDED_OPTION_INVALID` or `BOUNDED_NO_ROOM`.
 */
export function chargeFixed(holder: FixedHolder, ownPool: PoolName, bytes: number): () => void {
  const given = holder.account && { ...bound(holder.account), close: () => undefined };
  const { account: _, ...others } = holder;
  const account = accountFor(given ? { ...others, account: given } : others, ownPool);
  if (account?.grow(bytes) === false) {
    account.close();
    throw boundedErrors.noRoom(`It needs ${bytes} bytes.`);
  }
  let isCharged = account !== undefined;
  return () => {
    if (!isCharged) return;
    isCharged = false;
    account?.shrink(bytes);
    account?.close();
  };
}

function bound(
  account: Pick<BoundedAccount, 'grow' | 'shrink'>,
): Pick<BoundedAccount, 'grow' | 'shrink'> {
  return { grow: (bytes) => account.grow(bytes), shrink: (bytes) => account.shrink(bytes) };
}
