import type { StatementReport } from './pool-connection.ts';

/** Is told of every statement after it has been run; must be quick and must not throw. */
export type StatementListener = (report: StatementReport) => void;

/** Hands each statement's report to those who want it; costs nothing when nobody does. */
export class StatementFeed {
  #listeners: readonly StatementListener[] = [];

  /** Starts telling the listener. Answers what ends it. */
  subscribe(listener: StatementListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((known) => known !== listener);
    };
  }

  publish(report: StatementReport): void {
    for (const listener of this.#listeners) listener(report);
  }
}
