import { defineError } from '../platform/errors/define-error.ts';

export const webhookErrors = {
  notFound: defineError('WEBHOOK_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such webhook',
    hint: 'GET /api/webhooks lists your webhooks.',
  }),
  deliveryNotFound: defineError('WEBHOOK_DELIVERY_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such delivery',
    hint: 'GET /api/webhooks/{id}/deliveries lists them; they are kept for 30 days.',
  }),
  userNeeded: defineError('WEBHOOK_USER_NEEDED', {
    status: 403,
    level: 'debug',
    message: 'A webhook belongs to a user',
    hint: 'Sign in, or use the API key of a user.',
  }),
  ownerNeeded: defineError('WEBHOOK_OWNER_NEEDED', {
    status: 403,
    level: 'info',
    message: 'Only its owner may do this with a webhook',
    hint: 'Others who manage webhooks may turn it on or off, replay, test and delete it.',
  }),
  scopeNotHeld: defineError('WEBHOOK_SCOPE_NOT_HELD', {
    status: 403,
    level: 'info',
    message: 'This API key may do less than the webhook is told of',
    hint: 'Use a key with the permissions in the detail, or sign in.',
  }),
  tooMany: defineError('WEBHOOK_TOO_MANY', {
    status: 409,
    level: 'info',
    message: 'There are as many webhooks as are allowed',
    hint: 'Delete one that is not used any more.',
  }),
  eventNotOpen: defineError('WEBHOOK_EVENT_NOT_OPEN', {
    status: 422,
    level: 'debug',
    message: 'The webhook could never be told of one of these events',
    hint: 'Choose types that your permissions open.',
  }),
  off: defineError('WEBHOOK_OFF', {
    status: 409,
    level: 'debug',
    message: 'The webhook is off',
    hint: 'PATCH it with {"enabled": true} first.',
  }),
  replayRange: defineError('WEBHOOK_REPLAY_RANGE', {
    status: 422,
    level: 'debug',
    message: 'The time range of the replay is empty or too long',
    hint: 'Give a from that is before to, at most 30 days apart.',
  }),
  replayRunning: defineError('WEBHOOK_REPLAY_RUNNING', {
    status: 409,
    level: 'debug',
    message: 'A replay of this webhook is under way',
    hint: 'Wait until it has ended.',
  }),
} as const;
