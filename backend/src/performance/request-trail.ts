import type { RunningWork } from '../platform/work/running-work.ts';
import { STATEMENTS_COUNTED, WATCHED_FIRST, WATCHED_SHARE } from './performance.limits.ts';

/**
 * Counts how often a request runs each statement. Of each route the first requests and then one in
 * sixteen are counted: a loop of queries shows in every request, so a share of them is enough, and the
 * others cost one call.
 */
export class RequestTrail {
  readonly #requests = new Map<string, number>();

  /** Counts a statement of a request; answers how often it ran there, 0 when not counted. */
  count(work: RunningWork, sql: string): number {
    if (work.statements === undefined) work.statements = this.#isWatched(work) ? new Map() : null;
    const counts = work.statements;
    if (counts === null) return 0;
    const times = counts.get(sql) ?? 0;
    if (times === 0 && counts.size >= STATEMENTS_COUNTED) return 0;
    counts.set(sql, times + 1);
    return times + 1;
  }

  #isWatched({ name }: RunningWork): boolean {
    const requests = (this.#requests.get(name) ?? 0) + 1;
    this.#requests.set(name, requests);
    return requests <= WATCHED_FIRST || requests % WATCHED_SHARE === 0;
  }
}
