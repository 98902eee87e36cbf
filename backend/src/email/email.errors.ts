import { defineError } from '../platform/errors/define-error.ts';

export const emailErrors = {
  notFound: defineError('EMAIL_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such email in the log',
    hint: 'GET /api/email/messages lists the emails of the last 90 days.',
  }),
  suppressionNotFound: defineError('EMAIL_SUPPRESSION_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such entry on the suppression list',
    hint: 'GET /api/email/suppressions lists the entries.',
  }),
  tooLarge: defineError('EMAIL_TOO_LARGE', {
    status: 413,
    level: 'info',
    message: 'The message is larger than 25 MB when it is encoded',
    hint: 'Send a link instead of the file: encoding makes a file a third larger.',
  }),
  valuesInvalid: defineError('EMAIL_VALUES_INVALID', {
    status: 500,
    level: 'error',
    message: 'An email was queued with values that its template does not take',
    hint: 'This is a defect of the sender: report it with the detail.',
  }),
  addressInvalid: defineError('EMAIL_ADDRESS_INVALID', {
    status: 422,
    level: 'info',
    message: 'This is not an email address',
    hint: 'Use one address of the form name@host.',
  }),
  attachmentMissing: defineError('EMAIL_ATTACHMENT_MISSING', {
    status: 422,
    level: 'warn',
    message: 'An attachment of the message cannot be read',
    hint: 'The file was removed, or its source is not known to this version.',
  }),
  noOwnAddress: defineError('EMAIL_NO_OWN_ADDRESS', {
    status: 422,
    level: 'debug',
    message: 'You have no email address that a test could be sent to',
    hint: 'Sign in as a user: the operator tokens belong to none.',
  }),
  tooMany: defineError('EMAIL_TOO_MANY', {
    status: 429,
    level: 'warn',
    message: 'This address has been sent as many messages today as it may get',
    hint: 'Wait until tomorrow.',
  }),
  notABounce: defineError('EMAIL_NOT_A_BOUNCE', {
    status: 422,
    level: 'info',
    message: 'The message is no delivery status notification',
    hint: 'Hand in the whole report as it came (RFC 3464, Content-Type: message/rfc822).',
  }),
} as const;
