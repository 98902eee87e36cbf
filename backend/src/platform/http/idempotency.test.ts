import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { idempotencyKey } from './idempotency.ts';

const withHeader = (header?: string | string[]): FastifyRequest =>
  ({ headers: { 'idempotency-key': header } }) as unknown as FastifyRequest;

describe('idempotencyKey', () => {
  it('reads the header when there is one', () => {
    expect(idempotencyKey(withHeader())).toBeUndefined();
    expect(idempotencyKey(withHeader('"8e03978e-40d5"'))).toBe('"8e03978e-40d5"');
    expect(idempotencyKey(withHeader('k'.repeat(200)))).toHaveLength(200);
  });

  it.each(['', ' ', 'a b', 'ключ', 'k'.repeat(201), 'a\tb'])('refuses %j', (header) => {
    expect(() => idempotencyKey(withHeader(header))).toThrow(
      expect.objectContaining({ code: 'HTTP_IDEMPOTENCY_KEY_INVALID' }),
    );
  });
});
