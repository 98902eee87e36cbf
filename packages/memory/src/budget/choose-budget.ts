import { budgetLimits } from './budget.limits.ts';
import type { BudgetSource, MemoryFacts, MemoryWishes } from './memory-plan.ts';
import { profileSizes } from './memory-profile.ts';
import { budgetForHeap } from './split-budget.ts';

const mib = 1024 * 1024;

/** A possible budget and where it comes from. */
export interface ChosenBudget {
  readonly bytes: number;
  readonly source: BudgetSource;
}

/**
 * The smallest of what was asked for, what the cgroup allows and what the profile is made for.
 * With none of them: a share of the machine, capped. A profile alone is cut to what the machine can give.
 */
export function chooseBudget(facts: MemoryFacts, wishes: MemoryWishes): ChosenBudget {
  const candidates: ChosenBudget[] = [];
  if (wishes.budgetMb !== undefined) {
    candidates.push({ bytes: wishes.budgetMb * mib, source: 'explicit' });
  }
  // A limit that the machine cannot fill is none.
  const hasCgroupLimit = (facts.cgroupLimitBytes ?? Infinity) < facts.machineBytes;
  if (hasCgroupLimit) {
    const source = facts.cgroupVersion === 1 ? 'cgroup-v1' : 'cgroup-v2';
    candidates.push({ bytes: facts.cgroupLimitBytes as number, source });
  }
  if (wishes.profile !== undefined) {
    const size = profileSizes[wishes.profile];
    const bytes =
      'budgetMb' in size ? size.budgetMb * mib : budgetForHeap(size.heapMb * mib, facts, wishes);
    candidates.push({ bytes, source: 'profile' });
  }
  const isLimited = wishes.budgetMb !== undefined || hasCgroupLimit;
  if (!isLimited) {
    const { machineShare, machineCapBytes, machineCeilingRatio } = budgetLimits;
    const bytes =
      wishes.profile === undefined
        ? Math.min(facts.machineBytes * machineShare.value, machineCapBytes.value)
        : facts.machineBytes * machineCeilingRatio.value;
    candidates.push({ bytes, source: 'machine' });
  }
  return candidates.reduce((least, each) => (each.bytes < least.bytes ? each : least));
}
