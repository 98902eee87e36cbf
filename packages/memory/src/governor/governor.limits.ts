import type { Limit } from '../limit.ts';

/** Every bound the governor room owns. */
export const governorLimits = {
  blockBytes: {
    value: 64 * 1024,
    unit: 'bytes',
    reason: 'A large account goes to its pool once per block instead of once per change.',
  },
  smallBlockBytes: {
    value: 4 * 1024,
    unit: 'bytes',
    reason:
      'An account below one block grows in these: 10,000 open requests promise 40 MB, not 640 MB.',
  },
  waitersPerPool: {
    value: 1024,
    unit: 'entries',
    reason: 'Each waiting reservation holds a promise and a timer; more would be a hidden queue.',
  },
  waitDeadlineMs: {
    value: 5_000,
    unit: 'ms',
    reason: 'A caller that has waited longer has usually given up.',
  },
  admissionWaitMs: {
    value: 200,
    unit: 'ms',
    reason: 'A burst at a route that is not known yet is over by then; longer waits are latency.',
  },
  timelineEntries: {
    value: 500,
    unit: 'entries',
    reason: 'Covers an incident of several minutes; one entry is under 1 KB.',
  },
  topAccounts: {
    value: 50,
    unit: 'entries',
    reason: 'A snapshot names the largest account groups, not each of 10,000 sockets.',
  },
  routes: {
    value: 512,
    unit: 'entries',
    reason: 'Routes are known at start; the rest share one row, so a scan of paths learns nothing.',
  },
  floorEstimateBytes: {
    value: 16 * 1024,
    unit: 'bytes',
    reason: 'A request holds a socket buffer, headers and its objects even when it accounts none.',
  },
  coldEstimateBytes: {
    value: 2 * 1024 * 1024,
    unit: 'bytes',
    reason: 'What a request of a route never seen is taken to hold, at most.',
  },
  coldPoolShare: {
    value: 1 / 24,
    unit: 'ratio',
    reason: 'In a small pool at most this many requests of an unknown route run side by side.',
  },
  userShare: {
    value: 0.25,
    unit: 'ratio',
    reason: 'What one user may hold of a pool once it is contended.',
  },
  idleOwners: {
    value: 1024,
    unit: 'entries',
    reason: 'Owners without open work that are remembered until the next sweep.',
  },
  contendedRatio: {
    value: 0.5,
    unit: 'ratio',
    reason: 'Below half of its maximum a pool is shared first come, first served.',
  },
  trickleIntervalMs: {
    value: 250,
    unit: 'ms',
    reason:
      'One request per class and interval is let through at any level, to learn whether it helps.',
  },
  physicalSafetyRatio: {
    value: 0.08,
    unit: 'ratio',
    reason:
      'Never promised: what can be allocated between two samples, so that the working set stays below 95 % of its limit.',
  },
  lookAgainMs: {
    value: 10,
    unit: 'ms',
    reason: 'A look at the machine takes 25 µs: at most a quarter of a percent of the time.',
  },
  settleMs: {
    value: 700,
    unit: 'ms',
    reason:
      'A working set that has not grown for this long and is not needed stops counting as pressure.',
  },
  stallRatio: {
    value: 0.1,
    unit: 'ratio',
    reason:
      'Share of the last 10 s in which a task of the cgroup waited for memory (PSI, cgroup v2).',
  },
  staleFloorMs: {
    value: 1_000,
    unit: 'ms',
    reason:
      'A high floor older than this may have been overtaken: what it counted may be gone, and an incremental collection keeps what died while it ran.',
  },
  collectGapMs: {
    value: 5_000,
    unit: 'ms',
    reason: 'Shortest time between two confirming collections.',
  },
  shortPauseMs: {
    value: 50,
    unit: 'ms',
    reason: 'A collection predicted to stop the process no longer than this may come sooner.',
  },
  shortPauseGapMs: {
    value: 1_000,
    unit: 'ms',
    reason: 'Shortest time between two short ones: at most a twentieth of the time.',
  },
  nudgeGapMs: {
    value: 60_000,
    unit: 'ms',
    reason: 'Shortest time between two incremental collections that were nudged.',
  },
  collectPauseMs: {
    value: 100,
    unit: 'ms',
    reason: 'A confirming collection that is predicted to stop the process for longer is not made.',
  },
  abortAfterMs: {
    value: 2_000,
    unit: 'ms',
    reason:
      'Unbroken emergency after which a job is ended, and the time given to each before the next.',
  },
  abortLeastBytes: {
    value: 2 * 1024 * 1024,
    unit: 'bytes',
    reason: 'A job whose end wins less is not ended: its work would be lost for nothing.',
  },
  drainAfterMs: {
    value: 30_000,
    unit: 'ms',
    reason:
      'Unbroken emergency after which only a fresh process helps; critical pressure counts a quarter.',
  },
  cleanupSliceMs: {
    value: 40,
    unit: 'ms',
    reason: 'Shrinking without pressure must not be felt; what is left is done a gap later.',
  },
  cleanupGapMs: {
    value: 500,
    unit: 'ms',
    reason: 'Distance of two slices of one cleanup: below a tenth of the thread for its time.',
  },
  cleanupIntervalMs: {
    value: 300_000,
    unit: 'ms',
    reason: 'Distance of the periodic cleanup of what has expired but nobody asks for.',
  },
} as const satisfies Record<string, Limit>;
