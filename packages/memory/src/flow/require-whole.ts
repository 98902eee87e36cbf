import { flowErrors } from './flow.errors.ts';

/** Answers `value`, or throws `FLOW_OPTION_INVALID` unless it is a whole number from `least` to `most`. */
export function requireWhole(
  name: string,
  value: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw flowErrors.invalidOption(
    `${name} is ${value}; it must be a whole number from ${least} to ${most}.`,
  );
}
