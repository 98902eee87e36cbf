/** How an attempt with a password ended. */
export const attemptOutcomes = ['accepted', 'refused', 'throttled', 'busy'] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Counts password checks by outcome since start, for the metrics page. */
export class AttemptFigures {
  readonly #counts = new Map<AttemptOutcome, number>(attemptOutcomes.map((name) => [name, 0]));

  /** Counts one. */
  count(outcome: AttemptOutcome): void {
    this.#counts.set(outcome, this.of(outcome) + 1);
  }

  /** How many ended so. */
  of(outcome: AttemptOutcome): number {
    return this.#counts.get(outcome) ?? 0;
  }
}
