import { defineError } from '../platform/errors/define-error.ts';

export const trafficErrors = {
  notFound: defineError('TRAFFIC_RULE_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such address rule',
    hint: 'GET /api/traffic/rules lists the rules; an ended one is gone.',
  }),
  exists: defineError('TRAFFIC_RULE_EXISTS', {
    status: 409,
    level: 'debug',
    message: 'A rule for exactly this network stands already',
    hint: 'Remove that rule first.',
  }),
  full: defineError('TRAFFIC_RULES_FULL', {
    status: 409,
    level: 'warn',
    message: 'There are as many address rules as are held',
    hint: 'Remove rules that are no longer needed, or join addresses into a network.',
  }),
  networkUnknown: defineError('TRAFFIC_NETWORK_INVALID', {
    status: 422,
    level: 'debug',
    message: 'This is no network that a rule may name',
    hint: 'Write an address (203.0.113.7) or a block (203.0.113.0/24, 2001:db8::/48).',
  }),
  ownAddress: defineError('TRAFFIC_OWN_ADDRESS', {
    status: 422,
    level: 'info',
    message: 'This block would shut out this machine or the one you work on',
    hint: 'Choose a smaller network, or make the change from another address.',
  }),
} as const;
