import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { newSecret, signatureHeaders } from './signature.ts';

const timestampSeconds = Math.floor(Date.now() / 1000);

it('signs any body as the public library does', () => {
  const secret = newSecret();
  const library = new Webhook(secret);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (text, id) => {
      const body = JSON.stringify({ text });
      const headers = signatureHeaders({ id, timestampSeconds, body }, [secret]);
      const theirs = library.sign(id, new Date(timestampSeconds * 1000), body);
      expect(headers['webhook-signature']).toBe(theirs);
      expect(library.verify(body, headers)).toEqual({ text });
    }),
    { numRuns: 200 },
  );
});

it('is accepted with either of two secrets, and with no other', () => {
  const secrets = [newSecret(), newSecret()];
  const body = '{}';
  const headers = signatureHeaders({ id: 'msg', timestampSeconds, body }, secrets);
  for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual({});
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow('No matching signature');
  expect(() => new Webhook(secrets[0] ?? '').verify('{ }', headers)).toThrow('No matching');
});

it('makes secrets of 256 bits, each another', () => {
  const made = new Set(Array.from({ length: 100 }, newSecret));
  expect(made.size).toBe(100);
  for (const secret of made) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});
