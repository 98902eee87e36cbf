import { channels } from '../events.ts';
import type { PressureLevel } from './ladder.ts';
import type { Refusal, RefusalCode } from './refusal.ts';

/** Seconds a refused client is told to wait at each level, before jitter. */
const retrySeconds: Record<PressureLevel, number> = {
  normal: 1,
  elevated: 1,
  warning: 2,
  critical: 4,
  emergency: 8,
};

const sentences: Record<RefusalCode, string> = {
  MEM_POOL_FULL: 'the pool is full',
  MEM_BUDGET_EXCEEDED: 'the memory budget is taken and the rest is promised to other pools',
  MEM_ACCOUNT_LIMIT: 'the account would pass its own limit',
  MEM_ACCOUNT_CLOSED: 'the account is closed',
  MEM_WAIT_DEADLINE: 'the memory did not become free before the deadline',
  MEM_WAIT_QUEUE_FULL: 'too many reservations wait already',
  MEM_PRESSURE: 'this class of work is held back while memory is short',
  MEM_USER_SHARE: 'this user holds its share of the pool already',
  MEM_DRAINING: 'this process hands over to a fresh one',
};

/** What is known where a refusal happens; the maker adds level, retry time and wording. */
export type RefusalFacts = Pick<
  Refusal,
  'code' | 'account' | 'pool' | 'usedBytes' | 'limitBytes' | 'requestedBytes'
>;

/** Makes refusals and publishes each on `lexiflow:memory:refusal`. */
export class RefusalMaker {
  readonly #level: () => PressureLevel;
  readonly #random: () => number;

  constructor(level: () => PressureLevel, random: () => number = Math.random) {
    this.#level = level;
    this.#random = random;
  }

  /** A refusal with jittered `retryAfterSeconds` between one and two times the level's base. */
  make(facts: RefusalFacts): Refusal {
    const level = this.#level();
    const { code, account, pool, usedBytes, limitBytes, requestedBytes } = facts;
    const refusal: Refusal = {
      ...facts,
      status: code === 'MEM_USER_SHARE' ? 429 : 503,
      level,
      retryAfterSeconds: Math.ceil(retrySeconds[level] * (1 + this.#random())),
      retryHelps: code !== 'MEM_ACCOUNT_CLOSED' && requestedBytes <= limitBytes,
      detail:
        `${account} asked for ${requestedBytes} bytes of ${pool}, where ${usedBytes} of ` +
        `${limitBytes} are in use (level ${level}): ${sentences[code]}.`,
    };
    if (channels.refusal.hasSubscribers) channels.refusal.publish(refusal);
    return refusal;
  }
}
