import { defineError } from '../platform/errors/define-error.ts';

export const integrationErrors = {
  notFound: defineError('INTEGRATION_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such integration',
    hint: 'GET /api/integrations lists them.',
  }),
  nameTaken: defineError('INTEGRATION_NAME_TAKEN', {
    status: 409,
    level: 'debug',
    message: 'Another integration has this name',
    hint: 'Choose another name.',
  }),
  tooMany: defineError('INTEGRATION_TOO_MANY', {
    status: 409,
    level: 'info',
    message: 'There are as many integrations as there may be',
    hint: 'Remove one that is not used.',
  }),
  tooLarge: defineError('INTEGRATION_TOO_LARGE', {
    status: 413,
    level: 'debug',
    message: 'Settings or credentials are larger than allowed',
    hint: 'The limits stand in docs/limits.md.',
  }),
  ownerUnknown: defineError('INTEGRATION_OWNER_UNKNOWN', {
    status: 422,
    level: 'debug',
    message: 'The case or user of the calendar does not exist',
    hint: 'Give the id of a case or of a user, not both.',
  }),
  disabled: defineError('INTEGRATION_DISABLED', {
    status: 409,
    level: 'debug',
    message: 'This integration is switched off',
    hint: 'Switch it on first.',
  }),
  syncsNothing: defineError('INTEGRATION_SYNCS_NOTHING', {
    status: 409,
    level: 'debug',
    message: 'This kind of integration fetches nothing',
    hint: 'Mailboxes, calendars and dockets are fetched; the others are used when needed.',
  }),
  busy: defineError('INTEGRATION_BUSY', {
    status: 503,
    level: 'info',
    message: 'Too many connection tests run at the same time',
    hint: 'Try again in a few seconds.',
  }),
  signInRefused: defineError('INTEGRATION_SIGN_IN_REFUSED', {
    status: 502,
    level: 'info',
    message: 'The service refused the credentials',
    hint: 'Check user name, password or key.',
  }),
  notPermitted: defineError('INTEGRATION_NOT_PERMITTED', {
    status: 502,
    level: 'info',
    message: 'The service knows the credentials but does not allow this',
    hint: 'Check what the account may do there; the detail names what was tried.',
  }),
  badAnswer: defineError('INTEGRATION_BAD_ANSWER', {
    status: 502,
    level: 'info',
    message: 'The service gave an answer that does not fit',
    hint: 'Check the address and the settings; the detail names what was expected.',
  }),
  plainRefused: defineError('INTEGRATION_PLAIN_REFUSED', {
    status: 422,
    level: 'info',
    message: 'Credentials are not sent without encryption over a public network',
    hint: 'Use TLS, or name the address in OUTBOUND_ALLOWED_ADDRESSES when it is yours.',
  }),
  interrupted: defineError('INTEGRATION_INTERRUPTED', {
    status: 500,
    level: 'info',
    message: 'The run was ended before it was done',
    hint: 'The next sync goes on where this one stopped.',
  }),
  failed: defineError('INTEGRATION_FAILED', {
    status: 500,
    level: 'error',
    message: 'The run failed for a reason that the server did not expect',
    hint: 'The log of the server has the cause.',
  }),
  feedNotFound: defineError('CALENDAR_FEED_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such calendar feed',
    hint: 'GET /api/calendar-feeds lists your own.',
  }),
  feedTooMany: defineError('CALENDAR_FEED_TOO_MANY', {
    status: 409,
    level: 'debug',
    message: 'You have as many calendar feeds as one may have',
    hint: 'Remove one that is not used.',
  }),
} as const;
