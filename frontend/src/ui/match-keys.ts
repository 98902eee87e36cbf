import { SEQUENCE_MS } from './ui.limits.ts';

/** The parts of a key event that shortcuts look at. */
export interface KeyFacts {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly timeStamp: number;
}

/** `mod+k` with Ctrl or Command held, else the key itself; `null` for other combinations. */
export function stroke(event: KeyFacts): string | null {
  if (event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  return event.key === key || event.key.length > 1 ? key : event.key;
}

/** Remembers the first key of a sequence (`g c`) for a moment. */
export class KeySequence {
  #first = '';
  #at = -Infinity;

  /** The shortcuts that this key may stand for: the sequence it completes, then the key alone. */
  push(key: string, at: number): string[] {
    const combined = at - this.#at <= SEQUENCE_MS && this.#first ? [`${this.#first} ${key}`] : [];
    this.#first = key;
    this.#at = at;
    return [...combined, key];
  }

  /** Forgets the first key, after a shortcut has run. */
  reset(): void {
    this.#first = '';
  }
}
