import { defineError } from '../errors/define-error.ts';

/** Why something could not be fetched from or sent to another machine, by the step that failed. */
export const outboundErrors = {
  urlInvalid: defineError('OUTBOUND_URL_INVALID', {
    status: 422,
    level: 'debug',
    message: 'This address cannot be used',
    hint: 'Give an absolute https:// address without user name and password.',
  }),
  hostRefused: defineError('OUTBOUND_HOST_REFUSED', {
    status: 422,
    level: 'info',
    message: 'The server does not connect to this host',
    hint: 'Private and local addresses are refused; the operator allows some with OUTBOUND_ALLOWED_ADDRESSES and OUTBOUND_ALLOWED_HOSTS.',
  }),
  nameUnknown: defineError('OUTBOUND_NAME_UNKNOWN', {
    status: 502,
    level: 'info',
    message: 'The name of the host could not be resolved',
    hint: 'Check the spelling of the host and the name servers of this machine.',
  }),
  connectFailed: defineError('OUTBOUND_CONNECT_FAILED', {
    status: 502,
    level: 'info',
    message: 'No connection to the host could be made',
    hint: 'Check the port, and that a firewall between the two machines lets it through.',
  }),
  tlsFailed: defineError('OUTBOUND_TLS_FAILED', {
    status: 502,
    level: 'info',
    message: 'The host did not agree on a trusted TLS connection',
    hint: 'Check the certificate of the host, its name and its issuer, and that the port speaks TLS.',
  }),
  timeout: defineError('OUTBOUND_TIMEOUT', {
    status: 504,
    level: 'info',
    message: 'The host did not answer in time',
    hint: 'Try again; the detail names the step that took too long.',
  }),
  badAnswer: defineError('OUTBOUND_BAD_ANSWER', {
    status: 502,
    level: 'info',
    message: 'The host gave an answer that cannot be read',
    hint: 'Check that the address is that of the service and not of another one.',
  }),
  answerTooLarge: defineError('OUTBOUND_ANSWER_TOO_LARGE', {
    status: 502,
    level: 'info',
    message: 'The answer of the host is larger than allowed',
    hint: 'Ask the service for less at once.',
  }),
} as const;
