import { describe, expect, it } from 'vitest';
import { hashToken, newToken, sameSecret, tokenKind } from './token.ts';

describe('tokens', () => {
  it('carry 256 random bits behind their kind', () => {
    const tokens = new Set(Array.from({ length: 1_000 }, () => newToken('lxs')));
    expect(tokens.size).toBe(1_000);
    for (const token of tokens) {
      expect(token).toMatch(/^lxs_[\w-]{43}$/);
      expect(Buffer.from(token.slice(4), 'base64url')).toHaveLength(32);
    }
  });

  it('are recognised by their kind only when well formed', () => {
    expect(tokenKind(newToken('lxk'))).toBe('lxk');
    for (const other of [
      '',
      'lxs_',
      `lxz_${'a'.repeat(43)}`,
      `lxs_${'a'.repeat(42)}`,
      `lxs_${'a'.repeat(44)}`,
      `lxs_${'é'.repeat(43)}`,
    ])
      expect(tokenKind(other), other).toBeNull();
  });

  it('are compared whole, whatever their lengths', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('a', 'ab')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });

  it('are stored as SHA-256', () => {
    expect(hashToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
