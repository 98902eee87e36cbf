import { describe, expect, it } from 'vitest';
import { ARGON2_MEMORY_KIB, HASHES_AT_ONCE, HASHES_WAITING } from '../auth.limits.ts';
import { PasswordHasher, type HashMemory } from './password-hasher.ts';

/** An account that counts, and refuses above its limit. */
class CountingAccount implements HashMemory {
  used = 0;
  peak = 0;
  readonly #limit: number;

  constructor(limit = Infinity) {
    this.#limit = limit;
  }

  reserve(bytes: number) {
    if (this.used + bytes > this.#limit) {
      const refusal = { retryAfterSeconds: 7, detail: 'the pool is full' };
      return Promise.resolve({ ok: false, refusal } as const);
    }
    this.used += bytes;
    this.peak = Math.max(this.peak, this.used);
    return Promise.resolve({ ok: true } as const);
  }

  shrink(bytes: number): void {
    this.used -= bytes;
  }

  close(): void {}
}

describe('PasswordHasher', () => {
  it('makes argon2id hashes with the stated parameters and a salt of their own', async () => {
    const hasher = new PasswordHasher();
    const [first, second] = await Promise.all([hasher.hash('secret'), hasher.hash('secret')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
    expect(hasher.isOutdated(first)).toBe(false);
  });

  it('knows the right password from a wrong one', async () => {
    const hasher = new PasswordHasher();
    const hash = await hasher.hash('secret');
    expect(await hasher.verify(hash, 'secret')).toBe(true);
    expect(await hasher.verify(hash, 'Secret')).toBe(false);
  });

  it('does the same work for a user who does not exist, and answers no', async () => {
    const account = new CountingAccount();
    const hasher = new PasswordHasher(account);
    await hasher.onApplicationBootstrap();
    account.peak = 0;
    expect(await hasher.verify(null, 'secret')).toBe(false);
    expect(account.peak).toBe(ARGON2_MEMORY_KIB * 1024);
  });

  it('finds hashes outdated that were made more cheaply', () => {
    const cheap =
      '$argon2id$v=19$m=4096,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$M1zTsSV4KYH7ycVjLMmv9Vn0nkVnAkhY6V3Tb1+Xu2k';
    expect(new PasswordHasher().isOutdated(cheap)).toBe(true);
  });

  it('computes two hashes at once, charges their memory and gives it back', async () => {
    const account = new CountingAccount();
    const hasher = new PasswordHasher(account);
    await Promise.all(Array.from({ length: 8 }, () => hasher.hash('secret')));
    expect(account.peak).toBe(HASHES_AT_ONCE * ARGON2_MEMORY_KIB * 1024);
    expect(account.used).toBe(0);
  });

  it('refuses with 503 what neither runs nor fits the queue, and works on afterwards', async () => {
    const hasher = new PasswordHasher();
    const asked = HASHES_AT_ONCE + HASHES_WAITING + 3;
    const outcomes = await Promise.allSettled(
      Array.from({ length: asked }, () => hasher.hash('secret')),
    );
    const reasons = outcomes.filter(({ status }) => status === 'rejected');
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toMatchObject({ reason: { code: 'AUTH_BUSY', spec: { status: 503 } } });
    expect(await hasher.hash('secret')).toMatch(/^\$argon2id/);
  });

  it('refuses with the numbers of the account when its memory is not granted', async () => {
    const hasher = new PasswordHasher(new CountingAccount(1024));
    await expect(hasher.hash('secret')).rejects.toMatchObject({
      code: 'AUTH_BUSY',
      facts: { retryAfterSeconds: 7, detail: 'the pool is full' },
    });
  });

  it('gives place and memory back when a hash cannot be read', async () => {
    const account = new CountingAccount();
    const hasher = new PasswordHasher(account);
    for (let count = 0; count < 5; count++) {
      await expect(hasher.verify('no hash', 'secret')).rejects.toThrow();
    }
    expect(account.used).toBe(0);
    expect(await hasher.hash('secret')).toMatch(/^\$argon2id/);
  });
});
