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

/** The account of a structure of fixed size, charged with all of it. Throws `BOUNDED_NO_ROOM`. */
export function fixedAccountFor(
  holder: BoundedHolder,
  ownPool: PoolName,
  bytes: number,
): BoundedAccount | undefined {
  const account = accountFor(holder, ownPool);
  if (account === undefined || account.grow(bytes)) return account;
  if (holder.host !== undefined) account.close();
  throw boundedErrors.noRoom(`It needs ${bytes} bytes.`);
}
