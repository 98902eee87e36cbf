import { keyList } from './variable-texts.ts';

/** Connections to other services. */
export const integrationVariables = {
  keys: keyList({
    name: 'INTEGRATION_KEYS',
    meaning: 'Keys for stored credentials; the first one encrypts, the others still decrypt.',
  }),
};
