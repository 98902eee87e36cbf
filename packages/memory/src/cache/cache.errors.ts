import { defineError } from '../errors.ts';

/** Every error the cache room throws. */
export const cacheErrors = {
  invalidOption: defineError('CACHE_OPTION_INVALID', {
    message: 'A cache option has a value outside its range.',
    hint: 'Use a value inside the range that the detail names.',
  }),
  unbounded: defineError('CACHE_UNBOUNDED', {
    message: 'A cache must have a bound.',
    hint: 'Give maxEntries, maxBytes or both as a positive whole number.',
  }),
  invalidKey: defineError('CACHE_KEY_INVALID', {
    message: 'A cache key must be a number or a string of bounded length.',
    hint: 'Hash a long key, or use an identifier instead.',
  }),
  invalidSize: defineError('CACHE_SIZE_INVALID', {
    message: 'sizeOf answered something that is no size.',
    hint: 'sizeOf must answer a finite number of bytes that is not negative.',
  }),
  tooManyTags: defineError('CACHE_TAGS_EXCEEDED', {
    message: 'An entry has more tags than an entry may have.',
    hint: 'Use fewer, coarser tags.',
  }),
  loadsExceeded: defineError('CACHE_LOADS_EXCEEDED', {
    message: 'Too many different keys are being loaded at once.',
    hint: 'Try again later, or raise maxLoads.',
  }),
} as const;
