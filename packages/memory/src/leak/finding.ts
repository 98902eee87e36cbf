/** What kind of thing grows; the suggested fix depends on it. */
export const findingKinds = [
  'map',
  'set',
  'array',
  'object',
  'bytes',
  'listeners',
  'chain',
  'watched',
  'resources',
  'account',
  'floor',
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** `suspect`: one kind of evidence. `convicted`: two that agree. `gone`: it stopped growing or was freed. */
export type FindingStatus = 'suspect' | 'convicted' | 'gone';

/** One independent piece of evidence with its figures, in a sentence. */
export interface FindingEvidence {
  readonly kind: string;
  readonly detail: string;
}

/** A function that was running when memory was allocated. */
export interface SiteFrame {
  readonly functionName: string;
  /** Relative to the working directory; a name like `node:fs` for Node's own, empty for V8's. */
  readonly file: string;
  /** Where the function begins, from 1. */
  readonly line: number;
}

/** Where memory that is still alive was allocated: the nearest function of the application. */
export interface FindingSite extends SiteFrame {
  /** Live bytes the sampler attributes to the place. */
  readonly liveBytes: number;
  /** The stack that allocated most of it, from the function that allocated outwards; the first frames of it. */
  readonly stack: readonly SiteFrame[];
}

/** A place that grows without an end in sight, as a person needs it to act. All of it is JSON. */
export interface Finding {
  /** 16 hex digits from kind and holder: the same after a restart. */
  readonly fingerprint: string;
  readonly status: FindingStatus;
  readonly kind: FindingKind;
  /** `ReportsService.#pending`; for accounts `pool/name`, for watched objects their kind. */
  readonly holder: string;
  /** One sentence to paste into a ticket. */
  readonly sentence: string;
  readonly suggestion: string;
  readonly evidence: readonly FindingEvidence[];
  /**
   * The site whose live bytes grow the most in the process, null where the sampler has seen none. With
   * two leaks at once it is that of the larger one.
   */
  readonly allocation: FindingSite | null;
  /** Kind of the watched objects that outlive their deadline with it, a route or a job; null unknown. */
  readonly watchKind: string | null;
  /** Entries when first seen and now. */
  readonly fromSize: number;
  readonly size: number;
  readonly entriesPerSecond: number;
  /** Growth of memory that it is held to explain; null where nothing measures it. */
  readonly bytesPerHour: number | null;
  /** Lower bound of what its own entries account for; null where they cannot be weighed. */
  readonly ownBytesPerHour: number | null;
  /** Null where it does not reach the limit at its pace. */
  readonly timeToLimitMs: number | null;
  /** UTC ISO time of this process's clock. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Whether a run of the process before this one has reported it. */
  readonly isKnown: boolean;
}
