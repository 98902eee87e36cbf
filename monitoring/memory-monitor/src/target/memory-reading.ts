/** The memory of one service at one moment, in bytes. */
export interface MemoryReading {
  /** Everything charged to it, page cache included. */
  readonly usageBytes: number;
  /** Usage without inactive page cache, as cAdvisor counts it. */
  readonly workingSetBytes: number;
  /** What the kernel cannot take back: anonymous, shared and kernel memory. Holds against the limit. */
  readonly usedBytes: number;
  readonly rssBytes: number;
  /** Memory the kernel holds for it. v1 counts what it could drop as well; null when it is not known. */
  readonly kernelBytes: number | null;
  /** Null when there is no limit: none, `max`, or 0. */
  readonly limitBytes: number | null;
  /** Times the limit was hit, whether or not the kernel found something to drop. */
  readonly limitHits: number;
  readonly oomKills: number;
}
