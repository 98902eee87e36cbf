import { defineError } from '../errors/define-error.ts';

/** What can go wrong with domain events. */
export const eventErrors = {
  payloadTooLarge: defineError('EVENT_PAYLOAD_TOO_LARGE', {
    status: 413,
    level: 'error',
    message: 'The payload of a domain event is larger than it may be',
    hint: 'An event names what happened; listeners read the rows.',
  }),
  handlerTimedOut: defineError('EVENT_HANDLER_TIMED_OUT', {
    status: 500,
    level: 'error',
    message: 'A consumer took too long over an event',
    hint: 'A consumer only writes to the database and sends jobs for the rest.',
  }),
  deadLetterNotFound: defineError('EVENT_DEAD_LETTER_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such dead letter',
    hint: 'GET /api/events/dead-letters lists them.',
  }),
  tooManyListeners: defineError('EVENT_LISTENERS_TOO_MANY', {
    status: 500,
    level: 'error',
    message: 'More listeners on the event bus than there can be',
    hint: 'Somebody subscribes again and again; call what `on` answered.',
  }),
};
