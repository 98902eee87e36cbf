import { flag, integer } from './variable-kinds.ts';
import { integerList } from './variable-texts.ts';

/** How webhooks are delivered; where they may connect to stands with the outbound variables. */
export const webhookVariables = {
  allowHttp: flag({
    name: 'WEBHOOK_ALLOW_HTTP',
    default: false,
    meaning: 'Lets webhooks have receivers without TLS, for networks that are trusted as a whole.',
  }),
  timeoutMs: integer({
    name: 'WEBHOOK_TIMEOUT_MS',
    default: 15_000,
    min: 100,
    max: 60_000,
    unit: 'ms',
    meaning: 'Time in which the receiver of a webhook has to answer.',
  }),
  retryDelaysSeconds: integerList({
    name: 'WEBHOOK_RETRY_DELAYS_SECONDS',
    default: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 72_000],
    max: 86_400,
    maxEntries: 20,
    unit: 's',
    meaning:
      'Waits between the attempts of one webhook delivery; the default makes ten attempts in three days.',
  }),
};
