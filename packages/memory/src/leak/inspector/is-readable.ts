import { builtInShape } from './collection-shape.ts';
import { inspectorLimits } from './inspector.limits.ts';

/**
 * Whether the inspector may be asked about an object: it copies texts that the object holds and the
 * source of a function, and lists all fields and entries. O(fields).
 */
export function isReadable(target: object): boolean {
  const most = inspectorLimits.properties.value;
  if ((builtInShape(target)?.size ?? 0) > most) return false;
  const keys = Reflect.ownKeys(target);
  if (keys.length > most) return false;
  let characters = 0;
  for (const key of keys) {
    const value: unknown = Object.getOwnPropertyDescriptor(target, key)?.value;
    if (typeof value === 'string') characters += value.length;
  }
  if (typeof target === 'function') characters += Function.prototype.toString.call(target).length;
  return characters <= inspectorLimits.readableText.value;
}
