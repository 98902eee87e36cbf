import type { Account } from '@lexiflow/memory';
import type { CallEnd } from './call-end.ts';
import { rawRequest } from './raw-exchange.ts';
import type { Reply } from './retry-after.ts';

/** A call that the governor has let in, until its handler and its response have ended. */
export interface AdmittedCall {
  readonly account: Account;
  readonly end: CallEnd;
  readonly reply: Reply;
}

// A property, not a WeakMap: an entry there costs each request more than the admission itself.
const key = Symbol('lexiflow:memory:call');

interface Tied {
  [key]?: AdmittedCall;
}

/** The call that a request belongs to, by the framework's request or by Node's own. */
export function callOf(request: object): AdmittedCall | undefined {
  return (rawRequest(request) as Tied)[key];
}

/** Ties a call to its request; the tie ends with the request itself. */
export function tieCall(request: object, call: AdmittedCall): void {
  (rawRequest(request) as Tied)[key] = call;
}

/** The account of a request that is being handled, by the framework's request or by Node's own. */
export function accountOf(request: object): Account | undefined {
  return callOf(request)?.account;
}
