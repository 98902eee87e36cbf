/** Reads variables and collects what is wrong with them, so that all of it is told at once. */
export class VariableReader {
  readonly problems: string[] = [];
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  /** The text of a variable; an empty one counts as unset. */
  text(name: string, fallback: string): string {
    return this.#environment[name] || fallback;
  }

  /** A number within its bounds, both included. */
  number(name: string, fallback: number, min: number, max: number): number {
    const text = this.#environment[name];
    if (!text) return fallback;
    const value = Number(text);
    if (/^[\d.]+$/.test(text) && value >= min && value <= max) return value;
    this.problems.push(`${name}=${text}: a number from ${min} to ${max} is accepted`);
    return fallback;
  }

  /** A whole number within its bounds. */
  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.number(name, fallback, min, max);
    if (Number.isInteger(value)) return value;
    this.problems.push(`${name}=${value}: a whole number is accepted`);
    return fallback;
  }

  /** Seconds, answered in milliseconds. */
  seconds(name: string, fallback: number, min: number, max: number): number {
    return Math.round(1000 * this.number(name, fallback, min, max));
  }

  /** An address with one of the protocols, null when unset. */
  url(name: string, protocols: readonly string[]): string | null {
    const text = this.#environment[name];
    if (!text) return null;
    if (isUrl(text, protocols)) return text;
    this.problems.push(`${name}=${text}: an address of ${protocols.join(' or ')} is accepted`);
    return null;
  }
}

/** Whether a text is an address with one of the protocols (`http:`). */
export function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
