import { governorLimits } from './governor.limits.ts';

const floorBytes = governorLimits.floorEstimateBytes.value;

/** Completions after which the cold estimate of a route has halved. */
const coldHalfLife = 4;
/** Beyond this many completions nothing of it is left. */
const warmAfter = 64;

/** What requests of one route have been seen to hold. */
export class RouteCost {
  readonly route: string;
  inFlight = 0;
  admittedTotal = 0;
  refusedTotal = 0;
  completedTotal = 0;
  /** Moving average of the accounted peak of a request. */
  meanBytes = 0;
  /** Tracks the 95th percentile of the accounted peak: up fast, down slowly. */
  highBytes = 0;
  /** Live bytes per open request that no account explains; see `RouteBook.learnHeld`. */
  heldBytes = 0;
  /** Moving average of the error of that, in bytes: how far `heldBytes` may be off. */
  heldErrorBytes = 0;
  /** `inFlight` when the last floor was learned. */
  inFlightAtFloor = 0;
  readonly #coldBytes: number;
  #heldUpdates = 0;

  constructor(route: string, coldBytes: number) {
    this.route = route;
    this.#coldBytes = coldBytes;
  }

  /** Bytes to promise to the next request; never below the floor, nor below `knownBytes` of this one. */
  estimateBytes(knownBytes = 0): number {
    // The error of a sum grows with the root of its terms: of many open requests each needs less margin.
    const margin = this.heldErrorBytes / Math.sqrt(Math.max(1, this.inFlight));
    const seen = this.highBytes + this.heldBytes + margin;
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
   * One step of the regression in `RouteBook.learnHeld`: `error` bytes were not predicted while
   * requests came and went, `norm` damps small changes, `aliveBytes` bounds what can be held at all.
   */
  learnHeld(error: number, norm: number, aliveBytes: number): void {
    const opened = this.inFlight - this.inFlightAtFloor;
    this.inFlightAtFloor = this.inFlight;
    if (opened === 0) return;
    const certainty = (opened * opened) / norm;
    const rate = Math.max(0.3, 1 / ++this.#heldUpdates);
    const most = this.inFlight > 0 ? Math.max(0, aliveBytes) / this.inFlight : Infinity;
    this.heldBytes = Math.min(most, Math.max(0, this.heldBytes + (rate * error * opened) / norm));
    const missed = Math.min(most, Math.abs(error / opened));
    this.heldErrorBytes += rate * certainty * (missed - this.heldErrorBytes);
  }
}
