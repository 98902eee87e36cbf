import type { PressureLevel } from './ladder.ts';

/** Why memory or admission was not given. */
export const refusalCodes = [
  'MEM_POOL_FULL',
  'MEM_BUDGET_EXCEEDED',
  'MEM_ACCOUNT_LIMIT',
  'MEM_ACCOUNT_CLOSED',
  'MEM_WAIT_DEADLINE',
  'MEM_WAIT_QUEUE_FULL',
  'MEM_PRESSURE',
  'MEM_USER_SHARE',
  'MEM_DRAINING',
] as const;

/** One of those reasons. */
export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal as data: enough for a client to act on and for a person to understand. */
export interface Refusal {
  readonly code: RefusalCode;
  /** 503: nobody can be served now; 429: this user holds its share. */
  readonly status: 503 | 429;
  /** Name of the account that asked (a route, a cache, a job). */
  readonly account: string;
  readonly pool: string;
  /** Bytes in use and limit of what was full: the pool, the whole budget, the user's share. */
  readonly usedBytes: number;
  readonly limitBytes: number;
  readonly requestedBytes: number;
  readonly level: PressureLevel;
  /** Jittered, so that refused clients do not come back together. */
  readonly retryAfterSeconds: number;
  /** False when the same call cannot succeed later either (it is larger than its limit). */
  readonly retryHelps: boolean;
  /** One sentence with the numbers. */
  readonly detail: string;
}
