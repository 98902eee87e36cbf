import type { Reading } from '../probe/reading.ts';
import { governorLimits } from './governor.limits.ts';
import type { LadderRules, PressureSample } from './ladder.ts';

/** Which limit is the tightest; `working-set` is that of the process or of its container. */
export type PressureCause = 'working-set' | 'old-generation' | 'accounts';

/** What the ladder is told, and what it was made of. */
export interface Pressure extends PressureSample {
  readonly cause: PressureCause;
  /** Old generation taken to be alive: the floor of the last major collection plus what accounts grew since; before the first one all of it. */
  readonly liveOldBytes: number;
  /** Part of what is in use may be held by nobody: no reason to refuse work before a look. */
  readonly isUnconfirmed: boolean;
  /** The old generation looks full but no collection has confirmed it: worth a confirming collection. */
  readonly wantsConfirmation: boolean;
}

/** What the accounts and the operating system say besides the reading; without the accounts' native memory. */
export interface PressureFacts {
  readonly reservedBytes: number;
  readonly usedBytes: number;
  /** `reservedBytes` and `usedBytes` at the last major collection. */
  readonly reservedAtFloorBytes: number;
  readonly usedAtFloorBytes: number;
  /** Working set less heap and external memory at boot: code, stacks, native. */
  readonly bootNativeBytes: number;
  /** Memory outside the pools that is held under names of its own. */
  readonly standingBytes: number;
  /** How long the working set has not grown. */
  readonly stillMs: number;
  /** How long that of the container has not grown, where it is another one. */
  readonly containerStillMs: number;
}

/**
 * Combines the readings into one share in use, such that memory which nobody holds any more cannot
 * keep the pressure up:
 *
 * - Old generation in use beyond the confirmed floor may be garbage. Unconfirmed it counts up into
 *   `elevated`, clear of `warning`, and never as a reason to refuse work.
 * - A working set that nobody needs (boot, standing, live heap and external memory are far below it) and
 *   that has stood still is pages the allocator keeps for reuse. It counts the same way.
 * - So does a container that is full of something else than what this process needs.
 *
 * Pure.
 */
export function pressureOf(reading: Reading, facts: PressureFacts, rules: LadderRules): Pressure {
  const { elevated, warning } = rules.steps;
  const unconfirmedCap = elevated + 0.4 * (warning - elevated);
  const isConfirmed = !Number.isNaN(reading.floorBytes);
  const grownSinceFloor = Math.max(0, facts.reservedBytes - facts.reservedAtFloorBytes);
  const liveOldBytes = isConfirmed
    ? Math.min(reading.oldUsedBytes, reading.floorBytes + grownSinceFloor)
    : reading.oldUsedBytes;

  const oldRatio = reading.oldUsedBytes / reading.oldLimitBytes || 0;
  const liveRatio = isConfirmed ? liveOldBytes / reading.oldLimitBytes || 0 : 0;
  const heapRatio = Math.max(liveRatio, Math.min(oldRatio, unconfirmedCap));

  const isStale = reading.atMs - reading.floorAtMs >= governorLimits.staleFloorMs.value;

  // What accounts have let go since the floor is garbage, whether it was counted there or not.
  const freedSinceFloor = Math.max(0, facts.usedAtFloorBytes - facts.usedBytes);
  const externalBytes = isConfirmed
    ? Math.min(
        reading.externalBytes,
        Math.max(0, reading.floorExternalBytes - freedSinceFloor) + grownSinceFloor,
      )
    : reading.externalBytes;
  const neededBytes = facts.bootNativeBytes + facts.standingBytes + liveOldBytes + externalBytes;
  const isNeeded = neededBytes >= rules.steps.elevated * reading.limitBytes;
  const isSettled = !isNeeded && facts.stillMs >= governorLimits.settleMs.value;
  const workingSetRatio = reading.workingSetBytes / reading.limitBytes || 0;
  const isContainerSettled = !isNeeded && facts.containerStillMs >= governorLimits.settleMs.value;
  const containerRatio = reading.containerWorkingSetBytes / reading.containerLimitBytes || 0;
  const processRatio = Math.max(
    isSettled ? Math.min(workingSetRatio, unconfirmedCap) : workingSetRatio,
    isContainerSettled ? Math.min(containerRatio, unconfirmedCap) : containerRatio,
  );
  const confirmedRatio = Math.max(
    liveRatio,
    isSettled ? 0 : workingSetRatio,
    isContainerSettled ? 0 : containerRatio,
  );

  return {
    usedRatio: Math.max(heapRatio, processRatio),
    isUnconfirmed: confirmedRatio < Math.max(heapRatio, processRatio),
    timeToLimitMs: reading.timeToLimitMs,
    // NaN where the kernel does not tell, which is no stall.
    isStalling: reading.psiSomeRatio >= governorLimits.stallRatio.value,
    cause: heapRatio > processRatio ? 'old-generation' : 'working-set',
    liveOldBytes,
    wantsConfirmation:
      (oldRatio >= rules.steps.warning && (oldRatio > liveRatio + rules.clearance || isStale)) ||
      (Math.max(workingSetRatio, containerRatio) >= rules.steps.warning && (!isNeeded || isStale)),
  };
}
