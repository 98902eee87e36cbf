import { databaseLimits } from '../database.limits.ts';

const { names: maxNames, uses: usesBefore, seen: maxSeen, textChars } = databaseLimits.prepared;

/**
 * Which statement texts come often enough to be kept prepared: parsed and planned once for each
 * connection instead of at every run. Names at most `prepared.names` texts, the first to come
 * `prepared.uses` times; remembers at most `prepared.seen` others. O(1).
 */
export class HotStatements {
  readonly #names = new Map<string, string>();
  #seen = new Map<string, number>();

  /** The name to run this text under; undefined while it is not known to be hot. */
  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined) return name;
    if (this.#names.size >= maxNames || text.length > textChars) return undefined;
    const uses = (this.#seen.get(text) ?? 0) + 1;
    if (uses >= usesBefore) {
      this.#seen.delete(text);
      const made = `hot${this.#names.size + 1}`;
      this.#names.set(text, made);
      return made;
    }
    // Texts that vary (lists of values) fill the book; those that are hot are soon back in it.
    if (this.#seen.size >= maxSeen) this.#seen.clear();
    this.#seen.set(text, uses);
    return undefined;
  }
}
