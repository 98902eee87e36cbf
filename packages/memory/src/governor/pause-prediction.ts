const mib = 1024 * 1024;

/** Milliseconds per MB of live heap before the first observation: 54 ms at 45 MB, 615 at 477 (Node 24). */
const firstMsPerMb = 1.3;

/** Predicts how long a full collection stops the process, from the live heap and the ones made so far. */
export class PausePrediction {
  #msPerMb = firstMsPerMb;

  /** Milliseconds that a full collection of `liveBytes` is expected to take. */
  predictMs(liveBytes: number): number {
    return 5 + (liveBytes / mib) * this.#msPerMb;
  }

  /** Learns from one full collection: a longer one at once, a shorter one by a quarter. */
  learn(liveBytes: number, durationMs: number): void {
    const observed = Math.max(0.1, (durationMs - 5) / Math.max(1, liveBytes / mib));
    const weight = observed > this.#msPerMb ? 1 : 0.25;
    this.#msPerMb += weight * (observed - this.#msPerMb);
  }
}
