import { defineError } from '../platform/errors/define-error.ts';

export const bulkErrors = {
  lineUnreadable: defineError('BULK_LINE_UNREADABLE', {
    status: 400,
    level: 'debug',
    message: 'The line is no JSON object that could be read',
    hint: 'Send one JSON object a line, in UTF-8, each line whole and within the limit.',
  }),
  keyUnknown: defineError('BULK_KEY_UNKNOWN', {
    status: 404,
    level: 'debug',
    message: 'No record was made or named by you under this key',
    hint: 'Use the id of the record, or upsert it with the key first.',
  }),
  keyReused: defineError('BULK_KEY_REUSED', {
    status: 409,
    level: 'debug',
    message: 'Another row was inserted under this key',
    hint: 'Use a key of its own for each record, or upsert to change the record.',
  }),
  fieldFixed: defineError('BULK_FIELD_FIXED', {
    status: 409,
    level: 'debug',
    message: 'The record exists and a field that cannot be changed differs',
    hint: 'Send the fields listed in "errors" as they are, or make another record.',
  }),
  valueRefused: defineError('BULK_VALUE_REFUSED', {
    status: 422,
    level: 'info',
    message: 'The database cannot hold a value of this row',
    hint: 'Look for dates and numbers out of their range.',
  }),
  rowBusy: defineError('BULK_ROW_BUSY', {
    status: 409,
    level: 'debug',
    message: 'Others were changing the same records all the time',
    hint: 'Send the row again.',
  }),
  revoked: defineError('BULK_REVOKED', {
    status: 401,
    level: 'info',
    message: 'The work ended because its token is no longer valid for it',
    hint: 'What was answered is committed. Sign in and send the rest again.',
  }),
} as const;
