import { createHash } from 'node:crypto';
import { memoryNestErrors } from '../memory-nestjs.errors.ts';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';

/**
 * A key of a call's arguments: different for arguments that differ in type or value (`1` is not
 * `'1'`), at most `memoryNestLimits.keyCharacters` long. Throws `MEM_BOUND_KEY_MISSING` for an
 * argument that is an object, a function or a symbol.
 */
export function argumentKey(values: readonly unknown[]): string {
  const key = values.length === 1 ? part(values[0]) : values.map(part).join(',');
  return key.length <= memoryNestLimits.keyCharacters.value ? key : digest(key);
}

function part(value: unknown): string {
  switch (typeof value) {
    // Quoted, so that no text can look like two arguments.
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    default:
      if (value === null) return 'null';
      throw memoryNestErrors.boundKey(`An argument is a ${typeof value}.`);
  }
}

/** Begins with a sign that no key of arguments begins with. */
function digest(key: string): string {
  return `#${createHash('sha256').update(key).digest('base64url')}`;
}
