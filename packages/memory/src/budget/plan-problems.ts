import { budgetLimits } from './budget.limits.ts';
import type { MemoryFacts, MemoryWishes, PlanLine, PoolSize } from './memory-plan.ts';
import type { BudgetSplit } from './split-budget.ts';

const mib = 1024 * 1024;

/** Whole megabytes, for people. */
export function inMb(bytes: number): string {
  return `${Math.round(bytes / mib)} MB`;
}

function sumOf(lines: readonly PlanLine[]): string {
  const spent = lines.filter(({ label, bytes }) => bytes > 0 && label !== 'slack');
  const total = spent.reduce((sum, { bytes }) => sum + bytes, 0);
  return `${spent.map(({ label, bytes }) => `${label} ${inMb(bytes)}`).join(' + ')} = ${inMb(total)}`;
}

interface Draft {
  readonly facts: MemoryFacts;
  readonly wishes: MemoryWishes;
  readonly budgetBytes: number;
  readonly split: BudgetSplit;
  readonly lines: readonly PlanLine[];
  readonly cachePool: PoolSize;
}

/** Why a drafted plan cannot be started; each sentence carries the sum or the range. */
export function planProblems({
  facts,
  wishes,
  budgetBytes,
  split,
  lines,
  cachePool,
}: Draft): string[] {
  const problems: string[] = [];
  const add = (isProblem: boolean, sentence: string): void => {
    if (isProblem) problems.push(sentence);
  };
  const { heapMinimumBytes, slackMinimumBytes } = budgetLimits;
  const { maxOldSpaceMb, initialOldSpaceMb, semiSpaceMb, threadpoolSize, cacheBudgetBytes } =
    wishes;
  add(
    facts.nodeMajor < 20,
    `Node ${facts.nodeMajor} is too old; the plan knows Node 20 and later.`,
  );
  add(
    budgetBytes > facts.machineBytes,
    `The budget of ${inMb(budgetBytes)} is more than the machine's ${inMb(facts.machineBytes)}.`,
  );
  add(
    split.slack < slackMinimumBytes.value,
    `${sumOf(lines)}, and ${inMb(slackMinimumBytes.value)} must stay free; the budget is ${inMb(budgetBytes)}.`,
  );
  add(
    split.heap < heapMinimumBytes.value,
    `A heap of ${inMb(split.heap)} is below the ${inMb(heapMinimumBytes.value)} that the service needs: ` +
      `${sumOf(lines)} of a budget of ${inMb(budgetBytes)}.`,
  );
  add(
    initialOldSpaceMb !== undefined && initialOldSpaceMb * mib > split.heap,
    `The initial old space of ${initialOldSpaceMb} MB is above its maximum of ${inMb(split.heap)}.`,
  );
  add(
    semiSpaceMb !== undefined && !(semiSpaceMb >= 1 && semiSpaceMb <= 512),
    `A semi-space of ${semiSpaceMb} MB is outside 1 … 512 MB.`,
  );
  add(
    threadpoolSize !== undefined &&
      !(Number.isInteger(threadpoolSize) && threadpoolSize >= 1 && threadpoolSize <= 1024),
    `A thread pool of ${threadpoolSize} is outside 1 … 1024.`,
  );
  add(
    maxOldSpaceMb !== undefined && !(maxOldSpaceMb > 0),
    `An old space of ${maxOldSpaceMb} MB is not a size.`,
  );
  add(
    cacheBudgetBytes !== undefined && cacheBudgetBytes > cachePool.maxBytes,
    `The cache budgets sum to ${inMb(cacheBudgetBytes ?? 0)}; the cache pool may reach ${inMb(cachePool.maxBytes)}.`,
  );
  return problems;
}
