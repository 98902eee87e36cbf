import { defineError } from '../errors.ts';

/** Every error the isolation room throws. */
export const isolationErrors = {
  invalidOption: defineError('ISOLATION_OPTION_INVALID', {
    message: 'An option has a value outside its range.',
    hint: 'Use a value inside the range that the detail names.',
  }),
  memoryRefused: defineError('ISOLATION_MEMORY_REFUSED', {
    message: 'There was no memory to begin.',
    hint: 'Try again later; the cause carries the numbers.',
  }),
  outgrew: defineError('ISOLATION_OUTGREW', {
    message: 'The work needed more memory than it was given, and was ended alone.',
    hint: 'Give it less to do at once, or raise its limitBytes.',
  }),
  tookTooLong: defineError('ISOLATION_TIMEOUT', {
    message: 'The work took longer than it was given, and was ended.',
    hint: 'Give it less to do at once, or raise its timeMs.',
  }),
  answerTooLarge: defineError('ISOLATION_ANSWER_TOO_LARGE', {
    message: 'The answer is larger than what was set aside for it.',
    hint: 'Answer less, or raise answerBytes.',
  }),
  unavailable: defineError('ISOLATION_UNAVAILABLE', {
    message: 'No process could be had for the work.',
    hint: 'See that the server may start processes and open files: ulimit -u and -n, the container’s pids.',
  }),
  failed: defineError('ISOLATION_FAILED', {
    message: 'The work failed.',
    hint: 'The detail carries the error as it was thrown in the other process.',
  }),
} as const;
