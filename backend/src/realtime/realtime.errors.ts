import { defineError } from '../platform/errors/define-error.ts';

/** What the gateway refuses. Over a socket the code stands in the message, not in a status. */
export const realtimeErrors = {
  upgradeNeeded: defineError('REALTIME_UPGRADE_NEEDED', {
    status: 426,
    level: 'debug',
    message: 'This address is for WebSockets',
    hint: 'Open it as a WebSocket, with "Upgrade: websocket".',
  }),
  roomNotFound: defineError('REALTIME_ROOM_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such room',
    hint: 'Join a case that is open to you, or a room that your role allows.',
  }),
  tooManyRooms: defineError('REALTIME_TOO_MANY_ROOMS', {
    status: 429,
    level: 'info',
    message: 'You are in as many rooms as one user may be',
    hint: 'Leave a room first, or close another window.',
  }),
  tooManyEvents: defineError('REALTIME_TOO_MANY_EVENTS', {
    status: 429,
    level: 'info',
    message: 'This connection sends more than it may',
    hint: 'Wait; a client that goes on is cut off.',
  }),
  invalidMessage: defineError('REALTIME_INVALID_MESSAGE', {
    status: 400,
    level: 'debug',
    message: 'The message does not have the expected shape',
    hint: 'Send {"type":"join","room":"case:ID"}, "leave" or "ping" as JSON text.',
  }),
  pushTooLarge: defineError('REALTIME_PUSH_TOO_LARGE', {
    status: 500,
    level: 'error',
    message: 'A message for a room is larger than what may wait for one reader',
    hint: 'Send what changed, and let the client read the rest over HTTP.',
  }),
  unavailable: defineError('REALTIME_UNAVAILABLE', {
    status: 503,
    level: 'warn',
    message: 'The server cannot take the connection now',
    hint: 'Open it again after the time in Retry-After.',
  }),
} as const;
