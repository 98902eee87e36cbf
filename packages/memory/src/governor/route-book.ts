import { governorLimits } from './governor.limits.ts';
import { RouteCost } from './route-cost.ts';

/** What is known of one route, for people. */
export interface RouteSnapshot {
  readonly route: string;
  readonly inFlight: number;
  readonly admittedTotal: number;
  readonly refusedTotal: number;
  readonly estimateBytes: number;
  readonly accountedMeanBytes: number;
  /** Estimated, not measured: live bytes per open request that no account explains, and its error. */
  readonly heldBytes: number;
  readonly heldErrorBytes: number;
  /** Collections between which its open requests changed in number: with none, nothing is known of `heldBytes`. */
  readonly heldUpdates: number;
}

const otherRoute = '(other)';

/** Damps the regression: a change of this many open requests moves the weights by half of the error. */
const damping = 4;
/** How much of the difference between the estimates' sum and what is alive one collection mends. */
const balanceRate = 0.3;

/** Costs of the known routes in a bounded table; routes beyond the bound share one row. */
export class RouteBook {
  readonly #routes = new Map<string, RouteCost>();
  readonly #coldBytes: number;
  readonly #limit: number;
  #lastBytes: number | undefined;
  /** Live bytes that no account explains with no request open, as far as that has been seen. */
  #idleBytes = Infinity;
  #hasHeldBack = false;

  /** `coldBytes` is what a request of an unknown route is taken to hold. */
  constructor(coldBytes: number, limit: number = governorLimits.routes.value) {
    this.#coldBytes = coldBytes;
    this.#limit = limit;
  }

  get size(): number {
    return this.#routes.size;
  }

  /** What the requests open at the last floor are estimated to have held without an account. O(routes). */
  get heldAtFloorBytes(): number {
    let bytes = 0;
    for (const cost of this.#routes.values()) bytes += cost.inFlightAtFloor * cost.heldBytes;
    return bytes;
  }

  /** Live bytes without an account when no request was open; 0 before that was seen. */
  get idleBytes(): number {
    return Number.isFinite(this.#idleBytes) ? this.#idleBytes : 0;
  }

  /** The row of a route, made when there is room for it. O(1). */
  of(route: string): RouteCost {
    const known = this.#routes.get(route);
    if (known) return known;
    const name = this.#routes.size < this.#limit - 1 ? route : otherRoute;
    let cost = this.#routes.get(name);
    if (!cost) this.#routes.set(name, (cost = new RouteCost(name, this.#coldBytes)));
    return cost;
  }

  /** Notes that a request had to wait or was refused for want of memory. */
  noteHeldBack(): void {
    this.#hasHeldBack = true;
  }

  /**
   * Learns what open requests hold on the heap without saying so. Called after each major collection
   * with the live bytes that no account explains, and whether requests wait for memory now. O(routes).
   *
   * By change, while everybody is let in: what is alive more or less than last time is spread over
   * the requests opened and closed since (normalised least mean squares, Widrow and Hoff 1960), so a
   * slow leak moves no weight. And when all open requests together are taken to hold more than is
   * alive above the idle process, every estimate gives way.
   *
   * By sum, while requests are held back: then it is what is alive that decides how many are open, and
   * a regression over changes would find the governor's own feedback, which is negative, and take
   * requests to hold nothing (the bias of direct identification in closed loop, Söderström, Ljung and
   * Gustavsson 1976).
   */
  learnHeld(unexplainedBytes: number, isWaitedFor = false): void {
    const isHeldBack = isWaitedFor || this.#hasHeldBack;
    this.#hasHeldBack = false;
    const change = unexplainedBytes - (this.#lastBytes ?? unexplainedBytes);
    this.#lastBytes = unexplainedBytes;
    let norm = damping;
    let predicted = 0;
    let open = 0;
    for (const cost of this.#routes.values()) {
      const opened = cost.inFlight - cost.inFlightAtFloor;
      norm += opened * opened;
      predicted += opened * cost.heldBytes;
      open += cost.inFlight;
    }
    this.#idleBytes = open === 0 ? unexplainedBytes : Math.min(this.#idleBytes, unexplainedBytes);
    const aliveBytes = unexplainedBytes - this.#idleBytes;
    const error = change - predicted;
    for (const cost of this.#routes.values()) {
      cost.learnHeld({ error, norm, aliveBytes, isHeldBack });
    }
    this.#balance(aliveBytes, isHeldBack);
  }

  /** Moves the estimates towards what is alive; upwards only where changes cannot tell. */
  #balance(aliveBytes: number, isHeldBack: boolean): void {
    let norm = damping;
    let taken = 0;
    for (const cost of this.#routes.values()) {
      norm += cost.inFlight * cost.inFlight;
      taken += cost.inFlight * cost.heldBytes;
    }
    const surplus = taken - aliveBytes;
    if (surplus <= 0 && !isHeldBack) return;
    for (const cost of this.#routes.values()) {
      const less = (balanceRate * surplus * cost.inFlight) / norm;
      cost.heldBytes = Math.max(0, cost.heldBytes - less);
    }
  }

  /** Routes that promise the most now. O(routes log routes). */
  list(limit: number): RouteSnapshot[] {
    return [...this.#routes.values()]
      .map((cost) => ({
        route: cost.route,
        inFlight: cost.inFlight,
        admittedTotal: cost.admittedTotal,
        refusedTotal: cost.refusedTotal,
        estimateBytes: cost.estimateBytes(),
        accountedMeanBytes: Math.round(cost.meanBytes),
        heldBytes: Math.round(cost.heldBytes),
        heldErrorBytes: Math.round(cost.heldErrorBytes),
        heldUpdates: cost.heldUpdates,
      }))
      .sort((a, b) => b.inFlight * b.estimateBytes - a.inFlight * a.estimateBytes)
      .slice(0, limit);
  }
}
