import { keyList } from './variable-texts.ts';

/** Connections to other services. */
export const integrationVariables = {
  keys: keyList({
    name: 'INTEGRATION_KEYS',
    meaning:
      'Keys for credentials and webhook secrets in the database; the first one encrypts, the others still decrypt. Needed with DATABASE_URL; the embedded database has one of its own.',
  }),
};
