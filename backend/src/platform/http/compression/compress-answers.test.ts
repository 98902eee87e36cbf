import { Ledger } from '@lexiflow/memory';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { compressAnswers } from './compress-answers.ts';

it('gives nothing back to a request whose client has left meanwhile', async () => {
  const ledger = new Ledger({ limitBytes: 64 * 1024 * 1024 });
  const account = ledger.openAccount('request', 'GET /a');
  const request = { account, method: 'GET', headers: { 'accept-encoding': 'gzip' } };
  const reply = {
    header: () => reply,
    removeHeader: () => reply,
    getHeader: (name: string) => (name === 'content-type' ? 'application/json' : undefined),
  };
  const compress = compressAnswers({ level: 6, thresholdBytes: 1024 });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  compress.call(
    undefined as never,
    request as unknown as FastifyRequest,
    reply as unknown as FastifyReply,
    'x'.repeat(100_000),
    (...[, payload]: unknown[]) => resolve(payload),
  );
  expect(account.usedBytes).toBeGreaterThan(100_000);
  // As the request's books do when its connection closes.
  account.shrink(account.usedBytes);
  account.close();
  expect(Buffer.isBuffer(await promise)).toBe(true);
  const { usedBytes, leftoverTotal, misuseTotal } = ledger.pool('request');
  expect([usedBytes, leftoverTotal, misuseTotal]).toEqual([0, 0, 0]);
});
