import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Parcel {
  readonly code: string;
  state: 'sent' | 'delivered';
  readonly trail: { readonly place: string; readonly at: number }[];
}

const parcels = new Map<string, Parcel>();

class ParcelTracker {
  #sent = 0;

  send(): string {
    const code = `CH${(this.#sent++).toString(36).padStart(9, '0')}`;
    parcels.set(code, { code, state: 'sent', trail: [] });
    return code;
  }

  scan(code: string, place: string): void {
    parcels.get(code)?.trail.push({ place, at: Date.now() });
  }

  deliver(code: string): void {
    const parcel = parcels.get(code);
    if (parcel !== undefined) parcel.state = 'delivered';
  }
}

/** A delivered parcel is marked and stays. */
export const program: CorpusProgram = {
  about: 'Map at module scope whose finished entries are only marked',
  verdict: 'leak',
  culprit: { holder: 'ParcelTracker parcels' },
  start(host) {
    const tracker = new ParcelTracker();
    host.keep(tracker);
    host.every(10, () => {
      const code = tracker.send();
      for (let stop = 0; stop < 5; stop++) tracker.scan(code, textOf(900));
      setTimeout(() => tracker.deliver(code), 250);
    });
  },
};
