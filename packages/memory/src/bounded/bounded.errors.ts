import { defineError } from '../errors.ts';

/** Every error the bounded structures throw. */
export const boundedErrors = {
  invalidOption: defineError('BOUNDED_OPTION_INVALID', {
    message: 'An option of a bounded structure has a value outside its range.',
    hint: 'Use a value inside the range that the detail names.',
  }),
  noRoom: defineError('BOUNDED_NO_ROOM', {
    message: 'The account has no room for a structure of fixed size.',
    hint: 'Make the structure smaller or raise the limit of its pool.',
  }),
  tooManyTakers: defineError('BOUNDED_TAKERS_EXCEEDED', {
    message: 'Too many callers wait for an item.',
    hint: 'Let fewer workers take from one queue.',
  }),
  closed: defineError('BOUNDED_CLOSED', {
    message: 'The structure is closed.',
    hint: 'Do not wait on a queue after its owner has stopped.',
  }),
} as const;
