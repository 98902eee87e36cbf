import { defineError } from '../../platform/errors/define-error.ts';

export const userErrors = {
  notFound: defineError('USER_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such user',
    hint: 'GET /api/users lists the users.',
  }),
  emailTaken: defineError('USER_EMAIL_TAKEN', {
    status: 409,
    level: 'debug',
    message: 'Another user has this email address',
    hint: 'Use another address, or change the existing user.',
  }),
  lastAdmin: defineError('USER_LAST_ADMIN', {
    status: 409,
    level: 'info',
    message: 'The last enabled administrator can be neither disabled nor given another role',
    hint: 'Make another user an administrator first.',
  }),
  weakPassword: defineError('USER_WEAK_PASSWORD', {
    status: 422,
    level: 'debug',
    message: 'The password is too easy to guess',
    hint: 'Use several words that have nothing to do with your name or address.',
  }),
} as const;
