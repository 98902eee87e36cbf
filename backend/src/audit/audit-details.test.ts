import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditDetails } from './audit-details.ts';
import { AUDIT_DETAILS_LIMIT_BYTES } from './audit.limits.ts';

const read = (details: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(auditDetails(details)) as Record<string, unknown>;

describe('auditDetails', () => {
  it('keeps plain facts as they are', () => {
    const facts = { number: '24-cv-1', from: null, count: 3, fields: ['title'], open: true };
    expect(read(facts)).toEqual(facts);
  });

  it.each([
    'password',
    'newPassword',
    'token',
    'accessToken',
    'apiKey',
    'api_key',
    'clientSecret',
    'Authorization',
    'cookie',
    'password_hash',
    'privateKey',
    'credentials',
  ])('does not record the value of %s, however deep', (name) => {
    const text = auditDetails({ [name]: 'hunter2', deep: [{ [name]: { value: 'hunter2' } }] });
    expect(text).not.toContain('hunter2');
    expect(text).toContain('[not recorded]');
  });

  it('records that there was a secret', () => {
    expect(read({ newPassword: true })).toEqual({ newPassword: true });
  });

  it('cuts a long value and says how much is gone', () => {
    const { text, kept } = read({ text: 'x'.repeat(20_000), kept: 1 });
    expect(kept).toBe(1);
    expect(text).toMatch(/^x+… \[truncated \d+ bytes\]$/);
  });

  it('cuts between characters, not inside one', () => {
    const { text } = read({ text: '漢'.repeat(10_000) });
    expect(text).toMatch(/^漢+… \[truncated \d+ bytes\]$/);
  });

  it('ends what is nested too deep, also a circle', () => {
    const circle: Record<string, unknown> = { name: 'round' };
    circle['self'] = circle;
    expect(auditDetails(circle)).toContain('[truncated]');
  });

  it('takes what JSON or the database cannot hold', () => {
    const at = new Date(0);
    expect(auditDetails({ half: 'a\uD800b' })).toBe('{"half":"a�b"}');
    expect(read({ big: 10n, at, none: undefined, nul: 'a\0b' })).toEqual({
      big: '10',
      at: '1970-01-01T00:00:00.000Z',
      nul: 'a\uFFFDb',
    });
  });

  it('never exceeds 16 KB, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ maxLength: 40 }),
          fc.oneof(
            fc.string({ maxLength: 9_000, size: 'max', unit: 'binary' }),
            fc.array(fc.string({ maxLength: 400, size: 'max' }), { maxLength: 100 }),
            fc.object({ maxDepth: 4 }),
          ),
          { maxKeys: 60 },
        ),
        (details) => {
          const text = auditDetails(details);
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(AUDIT_DETAILS_LIMIT_BYTES);
          expect(typeof JSON.parse(text)).toBe('object');
        },
      ),
      { numRuns: 25 },
    );
  });

  it('bounds an object of very many members', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`m${n}`, n]));
    expect(Buffer.byteLength(auditDetails(many))).toBeLessThanOrEqual(AUDIT_DETAILS_LIMIT_BYTES);
  });
});
