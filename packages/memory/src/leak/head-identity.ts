/** Characters of a long string that take part in its identity, from either end. */
const edge = 64;

/** No entry. */
export const noHead = 0;

/**
 * Turns the first key of a collection into a number that is equal as long as the key is the same,
 * without holding the key: objects by a weak table, everything else by a hash of its value.
 */
export class HeadIdentity {
  readonly #ids = new WeakMap<object, number>();
  #given = 0;

  /** A negative number for objects, a positive one for values. Long strings by length and both ends. */
  of(key: unknown): number {
    if ((typeof key === 'object' && key !== null) || typeof key === 'function') {
      let id = this.#ids.get(key);
      if (id === undefined) this.#ids.set(key, (id = --this.#given));
      return id;
    }
    return hash(`${typeof key}:${textOf(key)}`);
  }
}

function textOf(key: unknown): string {
  const text = String(key);
  if (text.length <= 2 * edge) return text;
  return `${text.length}:${text.slice(0, edge)}${text.slice(-edge)}`;
}

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo), never 0. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return sum + 1;
}
