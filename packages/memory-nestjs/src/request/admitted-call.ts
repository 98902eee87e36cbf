import type { Account } from '@lexiflow/memory';
import type { CallEnd } from './call-end.ts';
import type { RegisteredRoute } from './known-route.ts';
import { rawRequest } from './raw-exchange.ts';
import type { Reply } from './retry-after.ts';

/** A call that the governor has let in, until its handler and its response have ended. */
export interface AdmittedCall {
  readonly account: Account;
  readonly end: CallEnd;
  readonly reply: Reply;
}

/** What is tied to a request. */
export interface Exchange {
  /** The registered route it came in by, where its adapter is followed. */
  route: RegisteredRoute | undefined;
  /** Set when it has been let in. */
  call: AdmittedCall | undefined;
  /** Handlers that have not ended; on Express one may hand the request on to the next and end before it. */
  running: number;
}

// One property for both, and not a WeakMap: an entry there costs each request more than its admission.
const key = Symbol('lexiflow:memory:exchange');

interface Tied {
  [key]?: Exchange;
}

/** What is tied to a request, by the framework's request or by Node's own; it ends with the request itself. */
export function exchangeOf(request: object): Exchange {
  const tied = rawRequest(request) as Tied;
  return (tied[key] ??= { route: undefined, call: undefined, running: 0 });
}

/** The call that a request belongs to, by the framework's request or by Node's own. */
export function callOf(request: object): AdmittedCall | undefined {
  return (rawRequest(request) as Tied)[key]?.call;
}

/** The account of a request that is being handled, by the framework's request or by Node's own. */
export function accountOf(request: object): Account | undefined {
  return callOf(request)?.account;
}
