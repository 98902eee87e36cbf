import * as z from 'zod/mini';

export const leakStatus = z.enum(['suspect', 'convicted', 'gone']);

/** Where what grows is allocated; null where no sampled site is known to feed it. */
export const leakAllocation = z.nullable(
  z.object({
    functionName: z.string(),
    file: z.string(),
    line: z.number(),
    liveBytes: z.number(),
    /** The functions that were running, the one that allocated first; at most twelve. */
    stack: z.array(z.object({ functionName: z.string(), file: z.string(), line: z.number() })),
  }),
);

/** A place of the process that grows without an end in sight. */
export const leakFinding = z.object({
  /** 16 hex digits: the same place after a restart. */
  fingerprint: z.string(),
  status: leakStatus,
  kind: z.string(),
  /** Class and field, `pool/account`, or the kind of the objects that outlive their time. */
  holder: z.string(),
  /** One sentence to paste into a ticket. */
  sentence: z.string(),
  suggestion: z.string(),
  evidence: z.array(z.object({ kind: z.string(), detail: z.string() })),
  allocation: leakAllocation,
  watchKind: z.nullable(z.string()),
  fromSize: z.number(),
  size: z.number(),
  entriesPerSecond: z.number(),
  bytesPerHour: z.nullable(z.number()),
  /** What its entries alone are worth, by weighing some of them. */
  ownBytesPerHour: z.nullable(z.number()),
  timeToLimitMs: z.nullable(z.number()),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  /** Whether a run of the process before this one has reported it. */
  isKnown: z.boolean(),
});

/** One rule that looks at the whole process; none convicts alone. */
export const leakSignal = z.object({ name: z.string(), isRaised: z.boolean(), detail: z.string() });

/** What can be set while the process runs; times in milliseconds. */
const settings = {
  censusIntervalMs: z.number(),
  discoveryIntervalMs: z.number(),
  warmUpMs: z.number(),
  convictAfterMs: z.number(),
  confirmIntervalMs: z.number(),
  watchDeadlineMs: z.number(),
  watchShare: z.number(),
  growthThresholdBytes: z.number(),
  growthWindowMs: z.number(),
  matterBytesPerHour: z.number(),
  matterTimeToLimitMs: z.number(),
  samplingIntervalBytes: z.number(),
  fineSamplingIntervalBytes: z.number(),
  fineSamplingMs: z.number(),
};

export const leakSettings = z.object(settings);

/** `GET /monitoring/memory/leaks`: convicted places first, then suspects, then those gone. */
export const leakReport = z.object({
  /** False when LEAK_DETECTION_ENABLED is: an empty list is then no proof of absence. */
  isEnabled: z.boolean(),
  detail: z.string(),
  at: z.string(),
  signals: z.array(leakSignal),
  items: z.array(leakFinding),
  settings: leakSettings,
});

/** `POST /monitoring/memory/leaks/configure`: holds until the process ends. */
export const leakSettingsChange = z.partial(z.strictObject(settings));

/** `POST /monitoring/memory/leaks/clear-history`. */
export const leaksCleared = z.object({ removed: z.number() });

export type LeakStatus = z.infer<typeof leakStatus>;
export type LeakFinding = z.infer<typeof leakFinding>;
export type LeakSignal = z.infer<typeof leakSignal>;
export type LeakSettingsAnswer = z.infer<typeof leakSettings>;
export type LeakReport = z.infer<typeof leakReport>;
export type LeakSettingsChange = z.infer<typeof leakSettingsChange>;
export type LeaksCleared = z.infer<typeof leaksCleared>;
