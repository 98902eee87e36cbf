import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Hearing {
  readonly room: number;
  readonly startsAt: number;
  readonly notice: string;
}

class CourtCalendar {
  static readonly hearings = new Map<string, Hearing>();
  readonly #rooms: number;

  constructor(rooms: number) {
    this.#rooms = rooms;
  }

  schedule(startsAt: number): string {
    const room = 1 + (startsAt % this.#rooms);
    const key = `${room}@${startsAt}`;
    CourtCalendar.hearings.set(key, { room, startsAt, notice: textOf(3_500) });
    return key;
  }

  next(now: number): number {
    let count = 0;
    for (const { startsAt } of CourtCalendar.hearings.values()) if (startsAt > now) count++;
    return count;
  }
}

/** Hearings of the past are skipped when reading, never removed. */
export const program: CorpusProgram = {
  about: 'Map in a static field of the class, with the past kept',
  verdict: 'leak',
  culprit: { holder: 'CourtCalendar hearings' },
  start(host) {
    const calendar = new CourtCalendar(12);
    host.keep(calendar);
    let slot = 0;
    host.every(8, () => void calendar.schedule(slot++));
    host.every(200, () => void calendar.next(slot - 50));
  },
};
