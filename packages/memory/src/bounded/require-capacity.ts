import { boundedErrors } from './bounded.errors.ts';

/** Answers `value`, or throws `BOUNDED_OPTION_INVALID` unless it is a whole number ≥ 1. */
export function requireCapacity(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw boundedErrors.invalidOption(`${name} is ${value}; it must be a whole number ≥ 1.`);
}
