import { describe, expect, it } from 'vitest';
import { TransactionScope } from './transaction-scope.ts';

const refusal = expect.objectContaining({ code: 'DB_TRANSACTION_BYPASSED' });

describe('TransactionScope', () => {
  it('refuses inside the work and what it calls, and only there', async () => {
    const scope = new TransactionScope();
    scope.refuseInside();
    await scope.run(async () => {
      await Promise.resolve();
      expect(() => scope.refuseInside()).toThrow(refusal);
    });
    scope.refuseInside();
  });

  it('lets go of what was started inside once the work has ended', async () => {
    const scope = new TransactionScope();
    const gate = Promise.withResolvers<void>();
    let later: Promise<void> = Promise.resolve();
    await scope.run(async () => {
      later = gate.promise.then(() => scope.refuseInside());
    });
    gate.resolve();
    await expect(later).resolves.toBeUndefined();
  });

  it('ends with work that rejects', async () => {
    const scope = new TransactionScope();
    await expect(scope.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    scope.refuseInside();
  });

  it('keeps two transactions that run side by side apart', async () => {
    const scope = new TransactionScope();
    const gate = Promise.withResolvers<void>();
    const long = scope.run(() => gate.promise);
    await scope.run(async () => {});
    scope.refuseInside();
    gate.resolve();
    await long;
  });
});
