import { defineError } from '../platform/errors/define-error.ts';

export const clientErrors = {
  notFound: defineError('CLIENT_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such client',
    hint: 'GET /api/clients lists the clients.',
  }),
  numberTaken: defineError('CLIENT_NUMBER_TAKEN', {
    status: 409,
    level: 'debug',
    message: 'Another client has this number',
    hint: 'Choose another client number.',
  }),
  partyTaken: defineError('CLIENT_PARTY_TAKEN', {
    status: 409,
    level: 'debug',
    message: 'This party is a client already',
    hint: 'GET /api/clients?q= finds it by name; unarchive it if it is archived.',
  }),
  partyUnknown: defineError('CLIENT_PARTY_UNKNOWN', {
    status: 422,
    level: 'debug',
    message: 'The party of the client does not exist, or it is not open to you',
    hint: 'GET /api/parties lists the parties.',
  }),
  archived: defineError('CLIENT_ARCHIVED', {
    status: 409,
    level: 'debug',
    message: 'An archived client cannot be changed',
    hint: 'POST /api/clients/{id}/unarchive first.',
  }),
} as const;
