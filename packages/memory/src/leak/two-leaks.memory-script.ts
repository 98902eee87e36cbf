import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LeakDetective } from './leak-detective.ts';

/** Two services leak at once, an entry each per turn; prints what the detective says of either. */

class TicketDesk {
  readonly #open = new Map<number, object>();

  openTicket(id: number): void {
    this.#open.set(id, { id, text: randomBytes(7500).toString('hex') });
  }
}

class DraftShelf {
  readonly #drafts: object[] = [];

  keepDraft(id: number): void {
    this.#drafts.push({ id, text: randomBytes(2500).toString('hex') });
  }
}

const desk = new TicketDesk();
const shelf = new DraftShelf();
const detective = new LeakDetective({
  roots: () => [
    { name: 'TicketDesk', value: desk },
    { name: 'DraftShelf', value: shelf },
  ],
  timeFactor: 100,
}).start();

let turns = 0;
const timer = setInterval(() => {
  turns++;
  desk.openTicket(turns);
  shelf.keepDraft(turns);
}, 8);
const told: string[] = [];
/** 40 minutes of the detective's clock. */
for (let look = 0; look < 96; look++) {
  await sleep(250);
  for (const { holder, allocation } of detective.findings()) {
    const line = `${holder} from ${allocation?.functionName ?? 'nobody'}`;
    if (!told.includes(line)) told.push(line);
  }
}
clearInterval(timer);
const findings = detective.findings();
await detective.stop();
console.log(JSON.stringify({ findings, told, turns }));
