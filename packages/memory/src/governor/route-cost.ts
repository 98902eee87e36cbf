import { governorLimits } from './governor.limits.ts';
import type { OwnerShare } from './owner-shares.ts';

const floorBytes = governorLimits.floorEstimateBytes.value;

/** Completions after which the cold estimate of a route has halved. */
const coldHalfLife = 4;
/** Beyond this many completions nothing of it is left. */
const warmAfter = 64;
/** Share of the evidence that is kept from one collection to the next. */
const memory = 0.9;

/** Changes that a route learns from although requests are held back: the first burst is no feedback. */
const firstUpdates = 3;

/** What one major collection says of all routes. */
export interface HeldStep {
  /** Bytes that were not predicted while requests came and went. */
  readonly error: number;
  /** Damps small changes. */
  readonly norm: number;
  /** Above the idle process: bounds what can be held at all. */
  readonly aliveBytes: number;
  /** Whether requests were held back, so that the number open followed the memory. */
  readonly isHeldBack: boolean;
}

/** What requests of one route have been seen to hold; also the share that those without an owner count in. */
export class RouteCost implements OwnerShare {
  readonly route: string;
  inFlight = 0;
  promisedBytes = 0;
  admittedTotal = 0;
  refusedTotal = 0;
  completedTotal = 0;
  /** Moving average of the accounted peak of a request. */
  meanBytes = 0;
  /** Tracks the 95th percentile of the accounted peak: up fast, down slowly. */
  highBytes = 0;
  /** Live bytes per open request that no account explains; see `RouteBook.learnHeld`. */
  heldBytes = 0;
  /** Standard error of that, in bytes: how far `heldBytes` may be off. Shrinks with evidence. */
  heldErrorBytes = 0;
  /** Steps of the regression that this route has taken part in. */
  heldUpdates = 0;
  /** `inFlight` when the last floor was learned. */
  inFlightAtFloor = 0;
  readonly #coldBytes: number;
  /** Squares of the changes in open requests that the regression has seen, fading. */
  #evidence = 0;
  /** Moving average of the squared errors of the predictions. */
  #squaredError = 0;

  constructor(route: string, coldBytes: number) {
    this.route = route;
    this.#coldBytes = coldBytes;
  }

  /** Bytes to promise to the next request; never below the floor, nor below `knownBytes` of this one. */
  estimateBytes(knownBytes = 0): number {
    // The spread of a sum grows with the root of its terms: of many open requests each needs less margin.
    const spread = Math.max(0, this.highBytes - this.meanBytes) + this.heldErrorBytes;
    const margin = spread / Math.sqrt(Math.max(1, this.inFlight));
    const seen = Math.min(this.meanBytes, this.highBytes) + this.heldBytes + margin;
    const cold =
      this.completedTotal < warmAfter
        ? this.#coldBytes * 2 ** (-this.completedTotal / coldHalfLife)
        : 0;
    return Math.ceil(Math.max(floorBytes, knownBytes, seen, cold));
  }

  /** Learns from one request that has ended. */
  complete(peakBytes: number): void {
    this.inFlight--;
    this.completedTotal++;
    const weight = Math.max(0.02, 1 / this.completedTotal);
    this.meanBytes += weight * (peakBytes - this.meanBytes);
    if (peakBytes > this.highBytes) this.highBytes += 0.5 * (peakBytes - this.highBytes);
    else this.highBytes += 0.01 * (peakBytes - this.highBytes);
  }

  /**
   * One step of the regression in `RouteBook.learnHeld`. What others do at the same time is noise to
   * this route: it widens the error, and many changes narrow it.
   */
  learnHeld({ error, norm, aliveBytes, isHeldBack }: HeldStep): void {
    const opened = this.inFlight - this.inFlightAtFloor;
    this.inFlightAtFloor = this.inFlight;
    if (opened === 0) return;
    this.#evidence = memory * this.#evidence + opened * opened;
    const rate = Math.max(1 - memory, 1 / ++this.heldUpdates);
    const most = this.inFlight > 0 ? Math.max(0, aliveBytes) / this.inFlight : Infinity;
    const isUseful = !isHeldBack || this.heldUpdates <= firstUpdates;
    const step = isUseful ? (error * opened) / Math.max(norm, this.#evidence) : 0;
    this.heldBytes = Math.min(most, Math.max(0, this.heldBytes + step));
    this.#squaredError += rate * (error * error - this.#squaredError);
    this.heldErrorBytes = Math.min(most, Math.sqrt(this.#squaredError / this.#evidence));
  }
}
