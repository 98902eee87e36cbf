import { defineError } from '../platform/errors/define-error.ts';

export const partyErrors = {
  notFound: defineError('PARTY_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such party, or it is not open to you',
    hint: 'Check the id; a party shows through the cases you see, or when it is in no case.',
  }),
} as const;
