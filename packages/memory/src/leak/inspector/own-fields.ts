import { inspectorLimits } from './inspector.limits.ts';

/** A name as it stands in a path, and what is held under it. */
export type Field = readonly [name: string, value: unknown];

/** How a symbol stands in a path. */
function nameOf(key: string | symbol): string {
  return typeof key === 'symbol' ? `@@${key.description ?? ''}` : key;
}

/**
 * Own fields that hold a value, at most `inspectorLimits.properties`. Accessors are left out, never
 * run. `count` is the number of all own fields. O(own fields).
 */
export function ownFields(target: object): { readonly fields: Field[]; readonly count: number } {
  const keys = Reflect.ownKeys(target);
  const fields: Field[] = [];
  for (const key of keys.slice(0, inspectorLimits.properties.value)) {
    const value = dataField(target, key);
    if (value !== undefined) fields.push([nameOf(key), value]);
  }
  return { fields, count: keys.length };
}

/** The value of an own field without running a getter; undefined where there is none. */
export function dataField(target: object, key: string | symbol): unknown {
  try {
    return Object.getOwnPropertyDescriptor(target, key)?.value;
  } catch {
    // A module's variable before its declaration ran.
    return undefined;
  }
}
