import type { Account } from '@lexiflow/memory';

const accounts = new WeakMap<object, Account>();

/** The account of a request that is being handled, for code that holds bytes on its behalf. */
export function accountOf(request: object): Account | undefined {
  return accounts.get(request);
}

/** Ties an account to a request; the tie ends with the request itself. */
export function setAccount(request: object, account: Account): void {
  accounts.set(request, account);
}
