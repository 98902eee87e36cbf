import { AsyncLocalStorage } from 'node:async_hooks';
import { STATEMENTS_COUNTED, WATCHED_FIRST, WATCHED_SHARE } from './performance.limits.ts';

/** The request that runs now, and how often it ran each statement; null when that is not counted. */
interface Trail {
  readonly route: string;
  readonly counts: Map<string, number> | null;
}

interface WatchedRoute {
  requests: number;
  readonly uncounted: Trail;
}

/**
 * Knows whose request the running code belongs to. Of each route the first requests and then one in
 * sixteen have their statements counted: a loop of queries shows in every request, so a share of them
 * is enough, and the others cost one call.
 */
export class RequestTrail {
  readonly #storage = new AsyncLocalStorage<Trail>();
  readonly #routes = new Map<string, WatchedRoute>();

  /** Runs a request's handler, and all that it starts, as work of this route. */
  run(route: string, handle: () => void): void {
    const known = this.#routes.get(route) ?? { requests: 0, uncounted: { route, counts: null } };
    if (known.requests === 0) this.#routes.set(route, known);
    known.requests += 1;
    const { requests, uncounted } = known;
    const isCounted = requests <= WATCHED_FIRST || requests % WATCHED_SHARE === 0;
    this.#storage.run(isCounted ? { route, counts: new Map() } : uncounted, handle);
  }

  /** The route of the running request; null outside of one. */
  get route(): string | null {
    return this.#storage.getStore()?.route ?? null;
  }

  /** Counts a statement of the running request; answers how often it ran there, 0 when not counted. */
  count(sql: string): number {
    const counts = this.#storage.getStore()?.counts;
    if (!counts) return 0;
    const times = counts.get(sql) ?? 0;
    if (times === 0 && counts.size >= STATEMENTS_COUNTED) return 0;
    counts.set(sql, times + 1);
    return times + 1;
  }
}
