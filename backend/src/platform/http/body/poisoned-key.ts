/**
 * The first key of a parsed JSON value that could change a prototype when the value is copied
 * (`__proto__`, or `constructor` holding `prototype`), or null. Walks the value only when its text
 * could hold such a key at all; iterative, so depth cannot exhaust the stack.
 */
export function poisonedKey(text: string, value: unknown): string | null {
  if (!text.includes('__proto__') && !text.includes('"constructor"') && !text.includes('\\u00')) {
    return null;
  }
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) {
      if (Object.hasOwn(next, '__proto__')) return '__proto__';
      if (Object.hasOwn(next, 'constructor') && holdsPrototype(next.constructor)) {
        return 'constructor.prototype';
      }
    }
    for (const child of Object.values(next)) {
      if (typeof child === 'object' && child !== null) waiting.push(child);
    }
  }
  return null;
}

function holdsPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}
