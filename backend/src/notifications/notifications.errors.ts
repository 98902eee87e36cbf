import { defineError } from '../platform/errors/define-error.ts';

export const notificationErrors = {
  notFound: defineError('NOTIFICATION_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'You have no such notification',
    hint: 'GET /api/notifications lists yours of the last 90 days.',
  }),
  userNeeded: defineError('NOTIFICATION_USER_NEEDED', {
    status: 403,
    level: 'debug',
    message: 'The operator tokens belong to no user, so they have no notifications',
    hint: 'Sign in as a user, or use a key of one.',
  }),
  tooManyListeners: defineError('NOTIFICATION_LISTENERS_TOO_MANY', {
    status: 500,
    level: 'error',
    message: 'Too many listeners wait for notifications',
    hint: 'This is a defect: a feature subscribes again and again.',
  }),
} as const;
