import type { BoundedCounterTable } from '@lexiflow/memory';
import { httpErrors } from '../http.errors.ts';
import type { TrafficClass } from './traffic-guard.ts';
import { TRAFFIC_WINDOW_MS } from './traffic.limits.ts';

const WINDOW_SECONDS = TRAFFIC_WINDOW_MS / 1000;

const letters: Readonly<Record<TrafficClass, string>> = {
  auth: 'u',
  admin: 'a',
  service: 's',
  interactive: 'i',
  bulk: 'b',
  export: 'e',
  realtime: 'w',
  unknown: 'x',
};

/** Where a quota says what is left; a Fastify reply is one. */
export interface QuotaHeaders {
  header(name: string, value: string): unknown;
}

/** What a quota is made of. */
export interface QuotaOptions {
  readonly table: BoundedCounterTable;
  /** Class of routes; keys of one class are apart from those of another in the same table. */
  readonly name: TrafficClass;
  readonly of: 'address' | 'user';
  readonly limit: number;
}

/**
 * How many requests of one class one address, or one user, may make in a sliding minute. Answers
 * carry it in the fields `RateLimit-Policy` and `RateLimit` (IETF httpapi draft, "RateLimit header
 * fields for HTTP").
 */
export class Quota {
  readonly #table: BoundedCounterTable;
  readonly #limit: number;
  readonly #of: string;
  /** First character of every key: one for each class, so that a key stays short to hash. */
  readonly #letter: string;
  readonly #label: string;
  readonly #policy: string;

  constructor({ table, name, of, limit }: QuotaOptions) {
    this.#table = table;
    this.#limit = limit;
    this.#of = of;
    this.#letter = letters[name];
    this.#label = `"${name}-${of}"`;
    this.#policy = `${this.#label};q=${limit};w=${WINDOW_SECONDS}`;
  }

  /** Counts one request and says what is left; an error, and nothing is counted, when nothing is. */
  take(who: string, reply: QuotaHeaders): Error | undefined {
    const key = this.#letter + who;
    const left = this.#table.admit(key, this.#limit);
    this.#tell(reply, left);
    return left < 0 ? this.#refusal(key) : undefined;
  }

  #tell(reply: QuotaHeaders, left: number): void {
    const seconds = Math.ceil(this.#table.remainingMs() / 1000);
    reply.header('ratelimit-policy', this.#policy);
    reply.header('ratelimit', `${this.#label};r=${left < 0 ? 0 : left};t=${seconds}`);
  }

  #refusal(key: string): Error {
    // A full present window has to end; what is left of the former one fades within seconds.
    const isFull = this.#table.count(key) + 1 > this.#limit;
    return httpErrors.tooManyRequests({
      detail: `One ${this.#of} may make ${this.#limit} such requests in ${WINDOW_SECONDS} s`,
      retryAfterSeconds: isFull ? Math.ceil(this.#table.remainingMs() / 1000) : 1,
    });
  }
}
