import { defineError } from '../errors/define-error.ts';

export const credentialErrors = {
  noKey: defineError('CREDENTIAL_NO_KEY', {
    status: 503,
    level: 'warn',
    message: 'Credentials cannot be stored: no key is configured',
    hint: 'Set INTEGRATION_KEYS=main:$(openssl rand -base64 32) for every process and start again.',
  }),
  keyUnknown: defineError('CREDENTIAL_KEY_UNKNOWN', {
    status: 503,
    level: 'error',
    message: 'The credentials are encrypted with a key that is not configured',
    hint: 'Add the key with the id in the detail to INTEGRATION_KEYS, or enter the credentials again: a webhook gets a new secret by its rotation without overlap.',
  }),
  unreadable: defineError('CREDENTIAL_UNREADABLE', {
    status: 500,
    level: 'error',
    message: 'The stored credentials cannot be decrypted',
    hint: 'The key under this id is another one than before, or the row was changed by hand: enter the credentials again.',
  }),
} as const;
