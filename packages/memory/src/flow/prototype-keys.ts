const name = '__proto__';

/**
 * Removes own properties named `__proto__` from a parsed value: `JSON.parse` makes them ordinary,
 * but copying such an object by assignment would set the copy's prototype. The text tells cheaply
 * that there are none; a value with some is walked once.
 */
export function stripPrototypeKeys(text: string, value: unknown): unknown {
  // The name may be written with escapes; any escape of a code unit makes the value worth a walk.
  if (!text.includes(name) && !text.includes('\\u00')) return value;
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
