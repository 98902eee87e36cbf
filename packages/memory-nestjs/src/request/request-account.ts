import type { Account } from '@lexiflow/memory';
import { rawRequest } from './raw-exchange.ts';

const accounts = new WeakMap<object, Account>();

/** The account of a request that is being handled, by the framework's request or by Node's own. */
export function accountOf(request: object): Account | undefined {
  return accounts.get(rawRequest(request));
}

/** Ties an account to a request; the tie ends with the request itself. */
export function setAccount(request: object, account: Account): void {
  accounts.set(rawRequest(request), account);
}
