import { addressList, hostList } from './variable-texts.ts';

/** Where the server may connect to by itself: webhooks, mail, calendars, storage and other services. */
export const outboundVariables = {
  allowedAddresses: addressList({
    name: 'OUTBOUND_ALLOWED_ADDRESSES',
    meaning:
      'Private or local addresses that webhooks and integrations may reach; unset: public ones only.',
  }),
  allowedHosts: hostList({
    name: 'OUTBOUND_ALLOWED_HOSTS',
    meaning:
      'The only hosts that webhooks and integrations may reach, .example.com with all below it.',
  }),
};
