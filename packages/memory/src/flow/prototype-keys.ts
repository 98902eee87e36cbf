const name = '__proto__';
/** V8 finds a short text several times as fast as a longer one that begins with the same. */
const beginning = '__p';

/**
 * Whether a value in a JSON text may have a property of that name; false is certain. The name may be
 * written with escapes, so any escape of a code unit counts.
 */
export function mayHavePrototypeKeys(text: string): boolean {
  return text.includes('\\u00') || (text.includes(beginning) && text.includes(name));
}

/**
 * Removes own properties named `__proto__` from a parsed value: `JSON.parse` makes them ordinary,
 * but copying such an object by assignment would set the copy's prototype. Walks the whole value.
 */
export function stripPrototypeKeys(value: unknown): unknown {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Object.hasOwn(next, name)) delete (next as Record<string, unknown>)[name];
    for (const inner of Object.values(next)) {
      if (typeof inner === 'object' && inner !== null) pending.push(inner);
    }
  }
  return value;
}
