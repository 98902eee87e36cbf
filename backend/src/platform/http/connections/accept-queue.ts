import { performance } from 'node:perf_hooks';

/**
 * How long the connections of one listening socket have waited for their accept, at most. The kernel does
 * not say; but a queue from which nothing was taken in the turn of the event loop before was empty.
 */
export class AcceptQueue {
  #turn = -1;
  #emptyAtMs = 0;

  /** Notes an accept; answers the most that this connection has waited. */
  accepted(nowMs: number, turn = performance.nodeTiming.uvMetricsInfo.loopCount): number {
    if (turn - this.#turn > 1) this.#emptyAtMs = nowMs;
    this.#turn = turn;
    return nowMs - this.#emptyAtMs;
  }
}
