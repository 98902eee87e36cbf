import { defineError } from '../errors/define-error.ts';

/** The errors every route can answer. */
export const httpErrors = {
  invalidInput: defineError('HTTP_INVALID_INPUT', {
    status: 400,
    level: 'debug',
    message: 'The request does not have the expected shape',
    hint: 'Correct the fields listed in "errors" and send the request again.',
  }),
  malformedRequest: defineError('HTTP_MALFORMED_REQUEST', {
    status: 400,
    level: 'debug',
    message: 'The request is not valid HTTP',
    hint: 'Check the request line, the percent-encoding of the address and the headers.',
  }),
  malformedJson: defineError('HTTP_MALFORMED_JSON', {
    status: 400,
    level: 'debug',
    message: 'The request body is not valid JSON',
    hint: 'Send one complete JSON text in UTF-8.',
  }),
  unsafeJson: defineError('HTTP_UNSAFE_JSON', {
    status: 400,
    level: 'info',
    message: 'The request body holds a key or a nesting that is refused',
    hint: 'Remove the key that the detail names, or nest less deeply.',
  }),
  invalidCursor: defineError('HTTP_INVALID_CURSOR', {
    status: 400,
    level: 'debug',
    message: 'The cursor does not belong to this list',
    hint: 'Use nextCursor of the same list with the same sort, or start without a cursor.',
  }),
  notSignedIn: defineError('HTTP_NOT_SIGNED_IN', {
    status: 401,
    level: 'debug',
    message: 'This route needs a valid token',
    hint: 'Send "Authorization: Bearer TOKEN" with a session token or an API key.',
  }),
  notAllowed: defineError('HTTP_NOT_ALLOWED', {
    status: 403,
    level: 'info',
    message: 'Your role does not allow this',
    hint: 'Ask an administrator for the permission that the detail names.',
  }),
  crossOrigin: defineError('HTTP_CROSS_ORIGIN', {
    status: 403,
    level: 'warn',
    message: 'A request that changes something must come from the console itself',
    hint: 'Use an API key with "Authorization: Bearer" from other origins.',
  }),
  addressBlocked: defineError('HTTP_ADDRESS_BLOCKED', {
    status: 403,
    level: 'debug',
    message: 'Requests from this network address are refused',
    hint: 'Sign in from another network, or ask the operator to lift the block.',
  }),
  notFound: defineError('HTTP_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is nothing at this address',
    hint: 'The routes are listed at /api/docs.',
  }),
  methodNotAllowed: defineError('HTTP_METHOD_NOT_ALLOWED', {
    status: 405,
    level: 'debug',
    message: 'This address does not answer that method',
    hint: 'Use one of the methods in the Allow header.',
  }),
  clientLeft: defineError('HTTP_CLIENT_LEFT', {
    status: 400,
    level: 'info',
    message: 'The client ended the connection before its request was done',
    hint: 'Send the request again; what the log names as done needs no repeating.',
  }),
  timeout: defineError('HTTP_TIMEOUT', {
    status: 408,
    level: 'debug',
    message: 'The request did not arrive in time',
    hint: 'Send the whole request without pauses, or less in one request.',
  }),
  staleVersion: defineError('HTTP_STALE_VERSION', {
    status: 412,
    level: 'debug',
    message: 'The record was changed by someone else in the meantime',
    hint: 'Read the record again and repeat the change on its new version.',
  }),
  tooLarge: defineError('HTTP_BODY_TOO_LARGE', {
    status: 413,
    level: 'info',
    message: 'The request body is larger than this route takes',
    hint: 'Send less in one request, or use a streaming route.',
  }),
  addressTooLong: defineError('HTTP_ADDRESS_TOO_LONG', {
    status: 414,
    level: 'debug',
    message: 'The address of the request is too long',
    hint: 'Shorten the query, or send it as a body where the route takes one.',
  }),
  unsupportedMedia: defineError('HTTP_UNSUPPORTED_MEDIA', {
    status: 415,
    level: 'debug',
    message: 'This route does not read that content type or encoding',
    hint: 'Send application/json in UTF-8 without Content-Encoding.',
  }),
  versionMissing: defineError('HTTP_VERSION_MISSING', {
    status: 428,
    level: 'debug',
    message: 'A change must name the version it was made on',
    hint: 'Send "If-Match" with the ETag that the record was answered with.',
  }),
  tooManyRequests: defineError('HTTP_TOO_MANY_REQUESTS', {
    status: 429,
    level: 'info',
    message: 'This was asked for too often',
    hint: 'Wait for the time in Retry-After.',
  }),
  headersTooLarge: defineError('HTTP_HEADERS_TOO_LARGE', {
    status: 431,
    level: 'debug',
    message: 'The request headers are too large',
    hint: 'Send fewer or shorter headers and cookies.',
  }),
  internal: defineError('HTTP_INTERNAL', {
    status: 500,
    level: 'error',
    message: 'The server could not answer',
    hint: 'Report the requestId to the operator; the log holds the cause.',
  }),
  overloaded: defineError('HTTP_OVERLOADED', {
    status: 503,
    level: 'debug',
    message: 'More is asked of the server than it can answer in time',
    hint: 'Send the request again after the time in Retry-After.',
  }),
  draining: defineError('HTTP_DRAINING', {
    status: 503,
    level: 'info',
    message: 'The server is stopping',
    hint: 'Try again in a few seconds; another process answers.',
  }),
} as const;
