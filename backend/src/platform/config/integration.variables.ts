import { keyList } from './variable-texts.ts';

/** Connections to other services. */
export const integrationVariables = {
  keys: keyList({
    name: 'INTEGRATION_KEYS',
    meaning:
      'Keys that seal stored secrets, the first encrypts; needed with DATABASE_URL, the embedded one has its own.',
  }),
};
