import { defineError } from '../platform/errors/define-error.ts';

export const courtErrors = {
  notFound: defineError('COURT_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no court with this id',
    hint: 'GET /api/courts?q= finds a court by its id or name.',
  }),
} as const;
