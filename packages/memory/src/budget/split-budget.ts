import { effectiveSemiSpaceMb } from '../probe/old-generation-limit.ts';
import { budgetLimits } from './budget.limits.ts';
import type { MemoryFacts, MemoryWishes } from './memory-plan.ts';

const mib = 1024 * 1024;

/** Bytes of a budget by what holds them; `heap` is the old generation's limit. */
export interface BudgetSplit {
  readonly boot: number;
  readonly young: number;
  readonly code: number;
  readonly native: number;
  readonly database: number;
  readonly buffers: number;
  readonly slack: number;
  readonly heap: number;
  readonly semiSpaceMb: number;
}

/** Threads of libuv's pool when nothing else is said. */
export const defaultThreadpoolSize = 4;

/** A power of two near one ninety-sixth of the budget, from 2 MB up: the young generation takes 3 % of it. */
function derivedSemiSpaceMb(budgetBytes: number): number {
  const mb = 2 ** Math.floor(Math.log2(budgetBytes / mib / 96));
  return Math.min(budgetLimits.semiSpaceMaximumMb.value, Math.max(2, mb));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/**
 * Splits a budget: measured allowances first, shares for buffers and slack, the rest is heap.
 * A heap asked for explicitly is taken as it is; buffers give way to it, and the slack is what
 * remains, negative when the sum does not fit.
 */
export function splitBudget(
  budgetBytes: number,
  facts: Pick<MemoryFacts, 'embeddedDatabase'>,
  wishes: MemoryWishes,
): BudgetSplit {
  const limits = budgetLimits;
  const semiSpaceMb = effectiveSemiSpaceMb(
    wishes.semiSpaceMb ?? derivedSemiSpaceMb(budgetBytes),
    wishes.optimizeForMemory ?? false,
  );
  const parts = {
    boot: limits.bootBytes.value,
    young: 3 * semiSpaceMb * mib,
    code: clamp(
      budgetBytes * limits.codeRatio.value,
      limits.codeMinimumBytes.value,
      limits.codeMaximumBytes.value,
    ),
    native:
      limits.nativeBytes.value +
      (wishes.threadpoolSize ?? defaultThreadpoolSize) * limits.threadBytes.value,
    database: facts.embeddedDatabase ? limits.embeddedDatabaseBytes.value : 0,
  };
  const rest = budgetBytes - Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  const slack = Math.max(limits.slackMinimumBytes.value, budgetBytes * limits.slackRatio.value);
  let buffers = budgetBytes * limits.bufferRatio.value;
  let heap = Math.max(0, Math.floor((rest - buffers - slack) / mib)) * mib;
  if (wishes.maxOldSpaceMb !== undefined) {
    heap = wishes.maxOldSpaceMb * mib;
    buffers = clamp(rest - heap - slack, limits.bufferMinimumBytes.value, buffers);
  }
  return { ...parts, buffers, heap, slack: rest - buffers - heap, semiSpaceMb };
}

/** The smallest whole number of MB whose split leaves a heap of `heapBytes`. */
export function budgetForHeap(
  heapBytes: number,
  facts: Pick<MemoryFacts, 'embeddedDatabase'>,
  wishes: MemoryWishes,
): number {
  const { maxOldSpaceMb: _, ...free } = wishes;
  let low = Math.floor(heapBytes / mib);
  let high = 4 * low + 1024;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (splitBudget(middle * mib, facts, free).heap >= heapBytes) high = middle;
    else low = middle + 1;
  }
  return low * mib;
}
