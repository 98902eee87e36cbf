import type { Clock } from '../clock.ts';
import { channels } from '../events.ts';
import type { Finding, FindingStatus } from './finding.ts';
import type { FindingStore } from './finding-store.ts';
import { leakLimits } from './leak.limits.ts';

/** What a judge's round says about one finding; the book adds times and what is known. */
export type FindingDraft = Omit<Finding, 'firstSeenAt' | 'lastSeenAt' | 'isKnown'>;

const order: Readonly<Record<FindingStatus, number>> = { convicted: 2, suspect: 1, gone: 0 };

/** The findings of this run, at most `leakLimits.findings`, kept in step with the store. */
export class FindingBook {
  readonly #clock: Clock;
  readonly #store: FindingStore;
  readonly #findings = new Map<string, Finding>();
  /** When earlier runs have first seen a place, by its fingerprint. */
  readonly #known = new Map<string, string>();
  /** Whether what earlier runs have found is known. */
  #isLoaded = false;
  #loading: Promise<void> | undefined;
  readonly #notedMs = new Map<string, number>();
  readonly #storedMs = new Map<string, number>();

  constructor(clock: Clock, store: FindingStore) {
    this.#clock = clock;
    this.#store = store;
  }

  /**
   * Learns what earlier runs have found. A store that fails is reported and does no harm: it is asked
   * again before anything is stored, and with each `settle`. Calls meanwhile share one answer.
   */
  load(): Promise<void> {
    this.#loading ??= this.#tryStore('load', () => this.#learn()).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Adds or renews a finding. One that was convicted stays so until it is gone. */
  note(draft: FindingDraft): void {
    const before = this.#findings.get(draft.fingerprint);
    const now = new Date(this.#clock.wallMs()).toISOString();
    const status = before?.status === 'convicted' ? 'convicted' : draft.status;
    const finding = this.#asKnown({
      ...draft,
      status,
      allocation: draft.allocation ?? before?.allocation ?? null,
      watchKind: draft.watchKind ?? before?.watchKind ?? null,
      firstSeenAt: before?.firstSeenAt ?? now,
      lastSeenAt: now,
      isKnown: false,
    });
    if (!before && !this.#makeRoom(finding)) return;
    this.#findings.set(finding.fingerprint, finding);
    this.#notedMs.set(finding.fingerprint, this.#clock.now());
    if (before?.status !== status) this.#tell(finding);
    else if (this.#isStoredLongAgo(finding)) void this.#save(finding);
  }

  /**
   * Ends what a round has looked at and not found growing, and tells of each as gone: suspects at once,
   * which are then forgotten, convictions when they have been quiet for `quietMs`, because growth may
   * rest for a night.
   */
  settle(quietMs: number, isStill: (finding: Finding) => boolean): void {
    if (!this.#isLoaded) void this.load();
    const nowMs = this.#clock.now();
    for (const finding of this.#findings.values()) {
      const quiet = nowMs - (this.#notedMs.get(finding.fingerprint) ?? nowMs);
      if (finding.status === 'gone' || !isStill(finding)) continue;
      const gone: Finding = { ...finding, status: 'gone' };
      if (finding.status === 'suspect') {
        this.#forget(finding);
        this.#publish(gone);
      } else if (quiet >= quietMs) {
        this.#findings.set(finding.fingerprint, gone);
        this.#tell(gone);
      }
    }
  }

  /** Convicted first, then by growth. */
  list(): Finding[] {
    return [...this.#findings.values()].sort(
      (a, b) => order[b.status] - order[a.status] || (b.bytesPerHour ?? 0) - (a.bytesPerHour ?? 0),
    );
  }

  /** Stores the newest figures of every conviction. */
  async store(): Promise<void> {
    const convicted = this.list().filter(({ status }) => status === 'convicted');
    await Promise.all(convicted.map((finding) => this.#save(finding)));
  }

  async clear(): Promise<void> {
    this.#findings.clear();
    this.#notedMs.clear();
    this.#storedMs.clear();
    // What it would learn is cleared as well.
    await this.#loading;
    this.#known.clear();
    await this.#tryStore('clear', () => this.#store.clear());
  }

  #publish(finding: Finding): void {
    if (channels.leak.hasSubscribers) channels.leak.publish(finding);
  }

  #tell(finding: Finding): void {
    this.#publish(finding);
    if (finding.status !== 'suspect') void this.#save(finding);
  }

  #isStoredLongAgo({ fingerprint, status }: Finding): boolean {
    const storedMs = this.#storedMs.get(fingerprint) ?? -Infinity;
    return (
      status === 'convicted' && this.#clock.now() - storedMs >= leakLimits.findingStoreGap.value
    );
  }

  /** Nothing is stored before what is stored is known: it would come back as what an earlier run has found. */
  async #save(finding: Finding): Promise<void> {
    this.#storedMs.set(finding.fingerprint, this.#clock.now());
    if (!this.#isLoaded) await this.load();
    if (!this.#isLoaded) return;
    await this.#tryStore('save', () => this.#store.save(this.#asKnown(finding)));
  }

  async #learn(): Promise<void> {
    for (const { fingerprint, firstSeenAt } of await this.#store.load()) {
      if (this.#known.size >= leakLimits.knownFindings.value) break;
      this.#known.set(fingerprint, firstSeenAt);
    }
    this.#isLoaded = true;
    for (const finding of this.#findings.values()) {
      this.#findings.set(finding.fingerprint, this.#asKnown(finding));
    }
  }

  #asKnown(finding: Finding): Finding {
    const firstSeenAt = this.#known.get(finding.fingerprint);
    return firstSeenAt === undefined ? finding : { ...finding, firstSeenAt, isKnown: true };
  }

  async #tryStore(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      channels.callbackFailed.publish({ name: 'leak findings', what, error });
    }
  }

  #makeRoom(coming: Finding): boolean {
    if (this.#findings.size < leakLimits.findings.value) return true;
    const last = this.list().at(-1)!;
    if (order[last.status] > order[coming.status]) return false;
    this.#forget(last);
    return true;
  }

  #forget({ fingerprint }: Finding): void {
    this.#findings.delete(fingerprint);
    this.#notedMs.delete(fingerprint);
    this.#storedMs.delete(fingerprint);
  }
}
