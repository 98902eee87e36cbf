import { defineError } from '../errors/define-error.ts';

export const idempotencyErrors = {
  keyInvalid: defineError('HTTP_IDEMPOTENCY_KEY_INVALID', {
    status: 400,
    level: 'debug',
    message: 'The Idempotency-Key is not usable',
    hint: 'Send 1 to 200 visible ASCII characters, for instance a UUID.',
  }),
  inProgress: defineError('HTTP_IDEMPOTENCY_IN_PROGRESS', {
    status: 409,
    level: 'info',
    message: 'A request with this Idempotency-Key is being worked on',
    hint: 'Repeat the same request in a moment to get its answer.',
  }),
  keyReused: defineError('HTTP_IDEMPOTENCY_KEY_REUSED', {
    status: 422,
    level: 'info',
    message: 'This Idempotency-Key was used for another request',
    hint: 'Use a new key for each new request, the same key only to repeat one.',
  }),
  answerTooLarge: defineError('HTTP_IDEMPOTENCY_ANSWER_TOO_LARGE', {
    status: 500,
    level: 'error',
    message: 'The answer is too large to be kept for a repeated request',
    hint: 'Send the request without Idempotency-Key.',
  }),
} as const;
