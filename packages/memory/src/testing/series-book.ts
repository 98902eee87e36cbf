import { byteFigures } from './read-floors.ts';
import type { Floors } from './read-floors.ts';
import { testingLimits } from './testing.limits.ts';
import { trendOf } from './trend.ts';

/** A figure that rises from round to round. */
export interface Rise {
  readonly figure: string;
  readonly perCall: number;
}

/** One-sided 1 %: how often figures in random order would score as much. */
const leastScore = 2.33;

/** The floors of one phase. */
export class SeriesBook {
  readonly #series = new Map<string, number[]>();
  #rounds = 0;

  get rounds(): number {
    return this.#rounds;
  }

  note(floors: Floors): void {
    for (const [figure, value] of floors) {
      // What was not there in earlier rounds was there zero times.
      let series = this.#series.get(figure);
      if (!series) this.#series.set(figure, (series = new Array<number>(this.#rounds).fill(0)));
      series.push(value);
    }
    this.#rounds++;
    for (const series of this.#series.values()) if (series.length < this.#rounds) series.push(0);
  }

  /** Figures that rise too steadily for chance and by more than the noise. */
  rises(callsPerRound: number): Rise[] {
    const rises: Rise[] = [];
    for (const [figure, series] of this.#series) {
      const { perStep, score } = trendOf(series);
      const perCall = perStep / callsPerRound;
      if (score >= leastScore && isMaterial(figure, perStep, perCall)) {
        rises.push({ figure, perCall });
      }
    }
    return rises;
  }
}

function isMaterial(figure: string, perRound: number, perCall: number): boolean {
  if (!byteFigures.has(figure)) return perRound >= 0.5 && perCall >= 0.01;
  const { bytesPerCall, bytesPerRound } = testingLimits;
  return perRound >= bytesPerRound.value && perCall >= bytesPerCall.value;
}
