import { memoryErrors } from '../errors.ts';
import type { PoolName } from '../governor/account.ts';
import { poolNames } from '../governor/account.ts';
import { defaultPoolShares } from '../governor/pool-shares.ts';
import type { PoolShares } from '../governor/pool-shares.ts';
import { budgetLimits } from './budget.limits.ts';
import { chooseBudget } from './choose-budget.ts';
import type { MemoryFacts, MemoryPlan, MemoryWishes, PlanLine, PoolSize } from './memory-plan.ts';
import { planProblems } from './plan-problems.ts';
import type { BudgetSplit } from './split-budget.ts';
import { defaultThreadpoolSize, splitBudget } from './split-budget.ts';

const mib = 1024 * 1024;

function linesOf(split: BudgetSplit, wishes: MemoryWishes): PlanLine[] {
  const semi = `3 × ${split.semiSpaceMb} MB semi-space`;
  return [
    { label: 'heap (old space)', bytes: split.heap, why: heapReason(wishes) },
    { label: 'young generation', bytes: split.young, why: semi },
    { label: 'boot', bytes: split.boot, why: budgetLimits.bootBytes.reason },
    { label: 'code', bytes: split.code, why: budgetLimits.codeMinimumBytes.reason },
    { label: 'native', bytes: split.native, why: budgetLimits.nativeBytes.reason },
    { label: 'buffers', bytes: split.buffers, why: budgetLimits.bufferRatio.reason },
    {
      label: 'embedded database',
      bytes: split.database,
      why: split.database > 0 ? budgetLimits.embeddedDatabaseBytes.reason : 'Runs elsewhere.',
    },
    { label: 'slack', bytes: split.slack, why: budgetLimits.slackRatio.reason },
  ];
}

function heapReason(wishes: MemoryWishes): string {
  return wishes.maxOldSpaceMb === undefined ? 'What the other lines leave.' : 'Asked for.';
}

function flagsOf(split: BudgetSplit, wishes: MemoryWishes): string[] {
  const flags = [`--max-old-space-size=${Math.floor(split.heap / mib)}`];
  if (wishes.optimizeForMemory) flags.push('--optimize-for-size');
  else flags.push(`--max-semi-space-size=${split.semiSpaceMb}`);
  if (wishes.initialOldSpaceMb !== undefined) {
    flags.push(`--initial-old-space-size=${wishes.initialOldSpaceMb}`);
  }
  if (wishes.exposeGc ?? true) flags.push('--expose-gc');
  return flags;
}

function accountsOf(split: BudgetSplit): number {
  const { heapBaseBytes, heapAccountRatio } = budgetLimits;
  const heap = Math.max(0, split.heap - heapBaseBytes.value) * heapAccountRatio.value;
  return Math.floor(heap + split.buffers);
}

function poolSizesOf(accountsBytes: number, shares: PoolShares): Record<PoolName, PoolSize> {
  const sizes = poolNames.map((name): [PoolName, PoolSize] => {
    const { min, max } = shares[name];
    return [
      name,
      { minBytes: Math.floor(accountsBytes * min), maxBytes: Math.floor(accountsBytes * max) },
    ];
  });
  return Object.fromEntries(sizes) as Record<PoolName, PoolSize>;
}

/**
 * From facts and wishes to the split of the budget, the flags and the pool sizes. Pure.
 * A combination that does not fit has `problems` and must not be started; see `assertPlan`.
 */
export function plan(facts: MemoryFacts, wishes: MemoryWishes = {}): MemoryPlan {
  const { bytes: budgetBytes, source } = chooseBudget(facts, wishes);
  const split = splitBudget(budgetBytes, facts, wishes);
  const lines = linesOf(split, wishes);
  const accountsBytes = accountsOf(split);
  const { initialOldSpaceMb, poolShares = defaultPoolShares } = wishes;
  const poolSizes = poolSizesOf(accountsBytes, poolShares);
  return {
    budgetBytes,
    source,
    profile: wishes.profile,
    heap: {
      oldSpaceMb: Math.floor(split.heap / mib),
      semiSpaceMb: split.semiSpaceMb,
      youngGenerationBytes: split.young,
      ...(initialOldSpaceMb === undefined ? {} : { initialOldSpaceMb }),
    },
    accountsBytes,
    poolSizes,
    poolShares,
    flags: flagsOf(split, wishes),
    env: {
      UV_THREADPOOL_SIZE: String(wishes.threadpoolSize ?? defaultThreadpoolSize),
      MALLOC_MMAP_THRESHOLD_: String(budgetLimits.mmapThresholdBytes.value),
    },
    lines,
    problems: planProblems({
      facts,
      wishes,
      budgetBytes,
      split,
      lines,
      cachePool: poolSizes.cache,
    }),
  };
}

/** Throws `MEM_PLAN_IMPOSSIBLE` with every problem when the plan cannot be started. */
export function assertPlan(made: MemoryPlan): void {
  if (made.problems.length > 0) throw memoryErrors.planImpossible(made.problems.join(' '));
}
