import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import type { PoolName } from './account.ts';
import { poolNames } from './account.ts';
import { governorLimits } from './governor.limits.ts';
import { Ledger } from './ledger.ts';
import type { PoolAccount } from './pool-account.ts';

const limitBytes = 4 * 1024 * 1024;

type Operation =
  | {
      readonly do: 'open';
      readonly pool: PoolName;
      readonly limitBytes: number | undefined;
      readonly nativeShare: number;
    }
  | { readonly do: 'close'; readonly index: number }
  | { readonly do: 'trim'; readonly index: number }
  | { readonly do: 'grow'; readonly index: number; readonly bytes: number }
  | { readonly do: 'shrink'; readonly index: number; readonly bytes: number }
  | { readonly do: 'promise'; readonly index: number; readonly bytes: number }
  | {
      readonly do: 'reserve';
      readonly index: number;
      readonly bytes: number;
      readonly deadlineMs: number;
      readonly isAborted: boolean;
    }
  | { readonly do: 'capacity'; readonly bytes: number; readonly nativeBytes: number }
  | { readonly do: 'raise'; readonly bytes: number }
  | { readonly do: 'abort' }
  | { readonly do: 'wait'; readonly ms: number };

const bytes = fc.oneof(
  fc.nat(3 * 64 * 1024),
  fc.nat(limitBytes),
  fc.constantFrom(0, 1, 4096, 65_536, -1, 0.5, NaN, Infinity),
);
const index = fc.nat(30);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    do: fc.constant('open' as const),
    pool: fc.constantFrom(...poolNames),
    limitBytes: fc.option(fc.integer({ min: 1, max: limitBytes }), { nil: undefined }),
    nativeShare: fc.constantFrom(0, 0, 0.3, 0.5, 1),
  }),
  fc.record({ do: fc.constant('close' as const), index }),
  fc.record({ do: fc.constant('trim' as const), index }),
  fc.record({ do: fc.constant('grow' as const), index, bytes }),
  fc.record({ do: fc.constant('shrink' as const), index, bytes }),
  fc.record({ do: fc.constant('promise' as const), index, bytes }),
  fc.record({
    do: fc.constant('reserve' as const),
    index,
    bytes,
    deadlineMs: fc.constantFrom(0, 10, 1_000, 60_000),
    isAborted: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('capacity' as const),
    bytes: fc.nat(2 * limitBytes),
    nativeBytes: fc.nat(2 * limitBytes),
  }),
  fc.record({ do: fc.constant('raise' as const), bytes: fc.nat(2 * limitBytes) }),
  fc.record({ do: fc.constant('abort' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(6_000) }),
);

function checkInvariants(ledger: Ledger, open: readonly PoolAccount[]): void {
  let committed = 0;
  for (const pool of ledger.pools.values()) {
    const accounts = open.filter((account) => account.pool === pool.name);
    const sum = (pick: (account: PoolAccount) => number): number =>
      accounts.reduce((total, account) => total + pick(account), 0);
    expect(pool.usedBytes).toBe(sum((account) => account.usedBytes));
    expect(pool.reservedBytes).toBe(sum((account) => account.reservedBytes));
    expect(pool.openAccounts).toBe(accounts.length);
    expect(pool.reservedBytes).toBeLessThanOrEqual(pool.maxBytes);
    committed += Math.max(pool.reservedBytes, pool.minBytes);
  }
  expect(ledger.committedBytes).toBe(committed);
  expect(ledger.committedBytes).toBeLessThanOrEqual(ledger.limitBytes);
  expect(ledger.nativeCapacityBytes).toBeGreaterThanOrEqual(ledger.capacityBytes);
  expect(ledger.nativeCapacityBytes).toBeLessThanOrEqual(ledger.limitBytes);
  let native = 0;
  for (const pool of ledger.pools.values()) {
    const held = open.filter((account) => account.pool === pool.name);
    const sum = held.reduce((total, each) => total + each.reservedBytes * each.nativeShare, 0);
    native += Math.max(0, sum - pool.minBytes);
  }
  expect(ledger.nativeCommittedBytes).toBeCloseTo(native, 3);
  for (const account of open) {
    expect(account.usedBytes).toBeGreaterThanOrEqual(0);
    expect(account.usedBytes).toBeLessThanOrEqual(account.reservedBytes);
    expect(account.reservedBytes).toBeLessThanOrEqual(account.limitBytes);
    expect(account.peakBytes).toBeGreaterThanOrEqual(account.usedBytes);
    const surplus = account.reservedBytes - Math.max(account.usedBytes, account.promisedBytes);
    expect(surplus).toBeLessThanOrEqual(3 * governorLimits.blockBytes.value);
  }
}

interface World {
  readonly ledger: Ledger;
  readonly clock: FakeClock;
  readonly open: PoolAccount[];
  abort: AbortController;
  leftoverBytes: number;
}

function close(world: World, account: PoolAccount): void {
  world.leftoverBytes += account.usedBytes;
  account.close();
}

function apply(world: World, step: Operation): void {
  const { ledger, clock, open } = world;
  if (step.do === 'open') {
    const { limitBytes: most, nativeShare } = step;
    const options = most === undefined ? { nativeShare } : { limitBytes: most, nativeShare };
    open.push(ledger.open(step.pool, `account-${open.length}`, options));
    return;
  }
  if (step.do === 'capacity') return ledger.setCapacity(step.bytes, step.nativeBytes);
  if (step.do === 'raise') return ledger.raiseLimit(step.bytes);
  if (step.do === 'wait') return clock.advance(step.ms);
  if (step.do === 'abort') {
    world.abort.abort();
    world.abort = new AbortController();
    return;
  }
  const account = open[step.index % Math.max(1, open.length)];
  if (!account) return;
  if (step.do === 'close') {
    close(world, account);
    open.splice(open.indexOf(account), 1);
  } else if (step.do === 'trim') account.trim();
  else if (step.do === 'grow') account.grow(step.bytes);
  else if (step.do === 'shrink') account.shrink(step.bytes);
  else if (step.do === 'promise') account.promise(Math.max(0, Math.floor(step.bytes) || 0));
  else {
    const { deadlineMs, isAborted } = step;
    const options = isAborted ? { deadlineMs, signal: world.abort.signal } : { deadlineMs };
    account.reserve(step.bytes, options).catch(() => undefined);
  }
}

it('keeps every sum and bound after every operation', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 120 }), fc.boolean(), (steps, looks) => {
      const clock = new FakeClock();
      const ledger = new Ledger({ limitBytes, clock });
      // A look in the middle of a promise finds everything free again.
      if (looks) {
        ledger.lookAgain = () => {
          ledger.refreshCapacity(ledger.limitBytes);
          return true;
        };
      }
      const open: PoolAccount[] = [];
      const world: World = { ledger, clock, open, abort: new AbortController(), leftoverBytes: 0 };
      for (const step of steps) {
        apply(world, step);
        checkInvariants(ledger, open);
      }
      for (const account of open.splice(0)) close(world, account);
      checkInvariants(ledger, open);
      expect(ledger.reservedBytes).toBe(0);
      expect(ledger.waiting).toBe(0);
      expect(clock.pendingTimers).toBe(0);
      const leftovers = [...ledger.pools.values()].map((pool) => pool.leftoverBytesTotal);
      expect(leftovers.reduce((sum, each) => sum + each, 0)).toBe(world.leftoverBytes);
    }),
    { numRuns: 500 },
  );
});

it('lets a pool fill its minimum whatever the others hold', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...poolNames),
      fc.array(fc.nat(limitBytes), { maxLength: 40 }),
      (name, grows) => {
        const ledger = new Ledger({ limitBytes });
        const others = poolNames.filter((each) => each !== name);
        grows.forEach((grow, turn) => {
          ledger.open(others.at(turn % others.length) ?? name, 'other').grow(grow);
        });
        const { minBytes } = ledger.pool(name);
        expect(ledger.open(name, 'promised').grow(minBytes)).toBe(true);
      },
    ),
  );
});
