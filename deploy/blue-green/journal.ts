import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** What stands in one line of the journal beside its time. */
export type JournalFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What happened, in order: JSON lines in a file, and the same for a person on the terminal. */
export class Journal {
  readonly #file: string;
  readonly #print: (line: string) => void;
  readonly #now: () => Date;

  constructor(file: string, print: (line: string) => void, now: () => Date = () => new Date()) {
    this.#file = file;
    this.#print = print;
    this.#now = now;
    mkdirSync(dirname(file), { recursive: true });
  }

  /** Appends one line; throws when the disk refuses it, so that nothing happens unrecorded. */
  write(event: string, facts: JournalFacts = {}): void {
    const entry = { time: this.#now().toISOString(), event, ...facts };
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    this.#print(journalLine(entry));
  }
}

/** One entry for a person: time of day, event, and the facts as `name=value`. */
export function journalLine(entry: JournalFacts): string {
  const { time, event, ...facts } = entry;
  const parts = Object.entries(facts)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${textOf(value)}`);
  return [String(time).slice(11, 23), String(event), ...parts].join('  ');
}

function textOf(value: string | number | boolean | null): string {
  return typeof value === 'string' && /\s/.test(value) ? JSON.stringify(value) : String(value);
}
