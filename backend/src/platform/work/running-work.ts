import { AsyncLocalStorage } from 'node:async_hooks';
import type { Account } from '@lexiflow/memory';

/** A request at work, as far as what it starts must know of it. */
export interface RunningWork {
  /** Of bounded variety: a route's name. */
  readonly name: string;
  /** Carries the rows that it reads until it ends; null for work in pieces, which holds few of them. */
  readonly account: Account | null;
  /** Whether it may be refused for want of memory once it has begun. */
  readonly isRefusable: boolean;
  /** How often each statement ran; null where that is not counted, undefined before it is decided. */
  statements: Map<string, number> | null | undefined;
}

/**
 * Whose work the running code is. Entered once for each request, after its body has come: the events
 * of a body come in a context of their own. What outlives its request keeps no more of it than this.
 */
export const runningWork = new AsyncLocalStorage<RunningWork>();
