import { beforeEach, describe, expect, it } from 'vitest';
import { createGovernor } from '@lexiflow/memory';
import type { Account, Governor } from '@lexiflow/memory';
import { carry } from './carry.ts';
import { workLimits } from './work.limits.ts';

const MIB = 1024 * 1024;
const refusable = { isRefusable: true, waitMs: 0 };

let governor: Governor;
let account: Account;

beforeEach(() => {
  governor = createGovernor({
    plan: { budgetBytes: 512 * MIB, accountsBytes: 256 * MIB },
  });
  account = governor.openAccount('request', 'GET /a', { limitBytes: MIB });
});

describe('carry', () => {
  it('adds up what a request holds', () => {
    expect(carry(account, 1000, refusable)).toBeUndefined();
    expect(carry(account, 2000, refusable)).toBeUndefined();
    expect(account.usedBytes).toBe(3000);
  });

  it('refuses what does not fit, with the numbers, and charges nothing', async () => {
    const error = await carry(account, 2 * MIB, refusable);
    expect(error).toMatchObject({
      code: 'MEM_ACCOUNT_LIMIT',
      spec: { status: 503 },
      facts: { extra: { account: 'GET /a', limitBytes: MIB, requestedBytes: 2 * MIB } },
    });
    expect(account.usedBytes).toBe(0);
  });

  it('refuses neither what is small nor what may not be refused', () => {
    account.grow(MIB);
    expect(carry(account, workLimits.unrefusedBytes, refusable)).toBeUndefined();
    expect(carry(account, 2 * MIB, { isRefusable: false, waitMs: 0 })).toBeUndefined();
    expect(account.usedBytes).toBe(MIB);
  });

  it('waits for room that comes', async () => {
    const other = governor.openAccount('request', 'other');
    while (other.grow(MIB / 4));
    const carried = carry(account, MIB / 2, { isRefusable: true, waitMs: 60_000 });
    expect(carried).toBeInstanceOf(Promise);
    other.shrink(other.usedBytes);
    expect(await carried).toBeUndefined();
    expect(account.usedBytes).toBe(MIB / 2);
  });

  it('charges nobody once the request has ended', () => {
    account.close();
    expect(carry(account, 2 * MIB, refusable)).toBeUndefined();
    const pool = governor.snapshot().pools.find(({ name }) => name === 'request');
    expect(pool).toMatchObject({ usedBytes: 0, misuseTotal: 0 });
  });
});
