import { defineError } from '../errors/define-error.ts';

/** What can go wrong with jobs. */
export const jobErrors = {
  payloadTooLarge: defineError('JOB_PAYLOAD_TOO_LARGE', {
    status: 413,
    level: 'warn',
    message: 'The payload of a job is larger than it may be',
    hint: 'Store the data and send its id.',
  }),
  payloadInvalid: defineError('JOB_PAYLOAD_INVALID', {
    status: 500,
    level: 'error',
    message: 'The payload of a job does not fit its schema',
    hint: 'The detail names the fields.',
  }),
  tooMany: defineError('JOB_TOO_MANY', {
    status: 413,
    level: 'warn',
    message: 'Too many jobs are sent at once',
    hint: 'Send them in several calls.',
  }),
  notFound: defineError('JOB_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such job',
    hint: 'GET /api/jobs lists the jobs.',
  }),
  notDead: defineError('JOB_NOT_DEAD', {
    status: 409,
    level: 'debug',
    message: 'The job is not a dead letter',
    hint: 'Only a job that failed for good can be replayed or discarded.',
  }),
  equalWaits: defineError('JOB_EQUAL_WAITS', {
    status: 409,
    level: 'debug',
    message: 'An equal job waits or runs, and there may be only one',
    hint: 'Discard this one: the other does its work.',
  }),
  timedOut: defineError('JOB_TIMED_OUT', {
    status: 500,
    level: 'warn',
    message: 'A job ran longer than it may',
    hint: 'The job is tried again; its definition names the longest time.',
  }),
  endedForMemory: defineError('JOB_ENDED_FOR_MEMORY', {
    status: 503,
    level: 'warn',
    message: 'A running job was ended because the server ran out of memory',
    hint: 'The job is tried again by its retry rule, when memory allows; nothing needs to be done.',
  }),
  unknownQueue: defineError('JOB_QUEUE_UNKNOWN', {
    status: 500,
    level: 'error',
    message: 'A job was sent whose definition was not loaded when the queue was opened',
    hint: 'Define jobs at the top of a module, not in a function.',
  }),
  claimLost: defineError('JOB_CLAIM_LOST', {
    status: 409,
    level: 'warn',
    message: 'The job was given to another process meanwhile',
    hint: 'The transaction of this run is rolled back; the other run counts.',
  }),
};
