import { defineError } from '../platform/errors/define-error.ts';

export const authErrors = {
  invalidCredentials: defineError('AUTH_INVALID_CREDENTIALS', {
    status: 401,
    level: 'info',
    message: 'The email address and password do not let you in',
    hint: 'Check both; after several wrong passwords wait some minutes before the next try.',
  }),
  wrongPassword: defineError('AUTH_WRONG_PASSWORD', {
    status: 422,
    level: 'info',
    message: 'The current password is not right',
    hint: 'After several wrong ones the account is locked for some minutes.',
  }),
  tooManyAttempts: defineError('AUTH_TOO_MANY_ATTEMPTS', {
    status: 429,
    level: 'warn',
    message: 'Too many attempts in a short time',
    hint: 'Wait for the time that Retry-After names.',
  }),
  tooManyTokens: defineError('AUTH_TOO_MANY_TOKENS', {
    status: 429,
    level: 'warn',
    message: 'Too many unknown tokens came from this address in a short time',
    hint: 'Use a valid token; wait for the time that Retry-After names.',
  }),
  busy: defineError('AUTH_BUSY', {
    status: 503,
    level: 'warn',
    message: 'Too many passwords are being checked at once',
    hint: 'Try again in a few seconds.',
  }),
  sessionNeeded: defineError('AUTH_SESSION_NEEDED', {
    status: 403,
    level: 'debug',
    message: 'This is for signed-in users, not for keys and operator tokens',
    hint: 'Sign in with an email address and password.',
  }),
  userNeeded: defineError('AUTH_USER_NEEDED', {
    status: 403,
    level: 'debug',
    message: 'The operator tokens belong to no user, so they have no keys of their own',
    hint: 'Sign in as a user, or use a key of one.',
  }),
  sessionNotFound: defineError('AUTH_SESSION_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'You have no such open session',
    hint: 'GET /api/auth/sessions lists your sessions.',
  }),
  apiKeyNotFound: defineError('AUTH_API_KEY_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'You have no such open API key',
    hint: 'GET /api/auth/api-keys lists your keys.',
  }),
  tooManyApiKeys: defineError('AUTH_TOO_MANY_API_KEYS', {
    status: 409,
    level: 'info',
    message: 'You hold as many API keys as one user may',
    hint: 'Delete keys that are no longer used.',
  }),
  scopeNotHeld: defineError('AUTH_SCOPE_NOT_HELD', {
    status: 403,
    level: 'warn',
    message: 'A key can do no more than its maker',
    hint: 'Leave out the scopes that the detail names.',
  }),
  scopesIncomplete: defineError('AUTH_SCOPES_INCOMPLETE', {
    status: 422,
    level: 'debug',
    message: 'A scope of the key is of no use without another one',
    hint: 'Add the scopes that the detail names.',
  }),
  setupDone: defineError('AUTH_SETUP_DONE', {
    status: 409,
    level: 'info',
    message: 'An administrator exists already',
    hint: 'Sign in, or ask an administrator for an account.',
  }),
  setupLinkInvalid: defineError('AUTH_SETUP_LINK_INVALID', {
    status: 403,
    level: 'warn',
    message: 'The first-run link is unknown, used or too old',
    hint: 'Start the server again: it prints a new link while no administrator exists.',
  }),
  resetLinkInvalid: defineError('AUTH_RESET_LINK_INVALID', {
    status: 403,
    level: 'info',
    message: 'The link to set a passphrase is unknown, used or too old',
    hint: 'Ask for a new one; a link works once, for an hour.',
  }),
} as const;
