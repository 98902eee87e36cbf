import { defineError } from '../platform/errors/define-error.ts';

export const courtErrors = {
  notFound: defineError('COURT_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no court with this id',
    hint: 'GET /api/courts?q= finds a court by its id or name.',
  }),
  notRecords: defineError('COURT_NOT_RECORDS', {
    status: 400,
    level: 'debug',
    message: 'The body holds no court that could be read',
    hint: 'Send one court as a JSON object, an array of courts, or one court a line (NDJSON), in UTF-8.',
  }),
} as const;
