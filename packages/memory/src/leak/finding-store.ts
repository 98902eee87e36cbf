import type { Finding } from './finding.ts';
import { leakLimits } from './leak.limits.ts';

/** Where findings outlive the process. The detective awaits none of its calls in its timers' path. */
export interface FindingStore {
  /** Findings of earlier runs, in any order. */
  load(): Promise<readonly Finding[]>;
  /** Adds or replaces by fingerprint; the `firstSeenAt` that is stored stays. */
  save(finding: Finding): Promise<void>;
  clear(): Promise<void>;
}

/** Keeps findings as long as the process lives: at most `leakLimits.findings`. */
export class MemoryFindingStore implements FindingStore {
  readonly #findings = new Map<string, Finding>();

  load(): Promise<readonly Finding[]> {
    return Promise.resolve([...this.#findings.values()]);
  }

  save(finding: Finding): Promise<void> {
    const { fingerprint } = finding;
    const firstSeenAt = this.#findings.get(fingerprint)?.firstSeenAt ?? finding.firstSeenAt;
    this.#findings.delete(fingerprint);
    this.#findings.set(fingerprint, { ...finding, firstSeenAt });
    if (this.#findings.size > leakLimits.findings.value) {
      this.#findings.delete(this.#findings.keys().next().value as string);
    }
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.#findings.clear();
    return Promise.resolve();
  }
}
