import { describe, expect, it } from 'vitest';
import { outboundFailure } from './outbound-failure.ts';
import type { OutboundStage } from './outbound-failure.ts';
import { outboundErrors } from './outbound.errors.ts';

const coded = (code: string, over: object = {}) =>
  Object.assign(new Error('text of the other side'), { code }, over);

const cases: readonly [string, unknown, OutboundStage | undefined, string][] = [
  ['an unknown name', coded('ENOTFOUND'), undefined, 'OUTBOUND_NAME_UNKNOWN'],
  ['a closed port', coded('ECONNREFUSED'), undefined, 'OUTBOUND_CONNECT_FAILED'],
  [
    'several closed addresses',
    new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]),
    'tcp',
    'OUTBOUND_CONNECT_FAILED',
  ],
  ['a strange issuer', coded('SELF_SIGNED_CERT_IN_CHAIN'), 'tls', 'OUTBOUND_TLS_FAILED'],
  ['another name', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'OUTBOUND_TLS_FAILED'],
  ['a port without TLS', coded('EPROTO'), 'tls', 'OUTBOUND_TLS_FAILED'],
  ['a reset in the handshake', coded('ECONNRESET'), 'tls', 'OUTBOUND_TLS_FAILED'],
  ['a reset later', coded('ECONNRESET'), 'answer', 'OUTBOUND_CONNECT_FAILED'],
  ['a deadline', new DOMException('x', 'TimeoutError'), 'tcp', 'OUTBOUND_TIMEOUT'],
  ['what is not HTTP', coded('HPE_INVALID_CONSTANT'), 'answer', 'OUTBOUND_BAD_ANSWER'],
  [
    'a wrapped refusal',
    coded('ESOCKET', { cause: outboundErrors.hostRefused() }),
    'dns',
    'OUTBOUND_HOST_REFUSED',
  ],
  ['a thrown text', 'broken', 'answer', 'OUTBOUND_BAD_ANSWER'],
];

describe('outboundFailure', () => {
  it.each(cases)('names the step of %s', (_title, thrown, stage, code) => {
    const failure = outboundFailure(thrown, 'mail.example:993', stage);
    expect(failure.code).toBe(code);
    expect(failure.message).not.toContain('text of the other side');
  });

  it('ends on a chain of causes that leads back to itself', () => {
    const error = new Error('x');
    error.cause = error;
    expect(outboundFailure(error, 'a:1').code).toBe('OUTBOUND_BAD_ANSWER');
  });
});
