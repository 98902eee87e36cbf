import { defineError } from '../platform/errors/define-error.ts';

export const docketErrors = {
  entryNotFound: defineError('DOCKET_ENTRY_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such docket entry, or it is not open to you',
    hint: 'Check the id; sealed and restricted entries show only with docket:read-sealed.',
  }),
  sealNotAllowed: defineError('DOCKET_SEAL_NOT_ALLOWED', {
    status: 403,
    level: 'info',
    message: 'Sealing an entry needs the permission to read sealed ones',
    hint: 'Ask an administrator for docket:read-sealed.',
  }),
  importsBusy: defineError('DOCKET_IMPORTS_BUSY', {
    status: 503,
    level: 'info',
    message: 'Too many imports run already',
    hint: 'Send the same import again after the time in Retry-After.',
  }),
  importRevoked: defineError('DOCKET_IMPORT_REVOKED', {
    status: 401,
    level: 'info',
    message: 'The import ended because its token is no longer valid for it',
    hint: 'What "imported" counts is committed. Sign in and send the same import again for the rest.',
  }),
  notRecords: defineError('DOCKET_NOT_RECORDS', {
    status: 400,
    level: 'debug',
    message: 'The body holds no docket that could be read',
    hint: 'Send one docket as a JSON object, an array of dockets, or one docket a line (NDJSON), in UTF-8.',
  }),
} as const;
