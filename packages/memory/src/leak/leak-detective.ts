import type { CancelTimer } from '../clock.ts';
import { channels } from '../events.ts';
import type { Account } from '../governor/account.ts';
import { Escalation } from './escalation.ts';
import type { Finding } from './finding.ts';
import { FindingBook } from './finding-book.ts';
import { leakErrors } from './leak.errors.ts';
import { leakLimits } from './leak.limits.ts';
import type { DetectiveParts, LeakDetectiveOptions } from './leak-options.ts';
import { partsOf } from './leak-options.ts';
import type { RoundOutcome } from './leak-rounds.ts';
import { LeakRounds } from './leak-rounds.ts';
import type { LeakSettings } from './leak-settings.ts';
import { changeSettings, compressSettings, defaultLeakSettings } from './leak-settings.ts';
import type { LeakSignals, LeakSnapshot } from './leak-snapshot.ts';
import { StageCosts } from './stage-costs.ts';
import type { Counted } from './suspects.ts';

const calm: RoundOutcome = { isSuspicious: false, isUnheld: false };

/**
 * Finds what grows without end and names who holds it: counts collections, follows objects that ought
 * to die and the floor of live memory, and convicts when two kinds of evidence agree.
 */
export class LeakDetective {
  readonly #parts: DetectiveParts;
  readonly #timeFactor: number;
  readonly #costs: StageCosts;
  readonly #book: FindingBook;
  readonly #rounds: LeakRounds;
  readonly #escalation: Escalation;
  #settings: LeakSettings;
  #scaled: LeakSettings;
  #account: Account | undefined;
  #cancel: CancelTimer | undefined;
  #startMs: number | undefined;
  #intervalMs: number;
  #outcome = calm;
  #checking: Promise<LeakSnapshot> | undefined;

  /** Throws `LEAK_OPTION_UNKNOWN` or `LEAK_OPTION_INVALID` for settings it would misread. */
  constructor(options: LeakDetectiveOptions) {
    this.#parts = partsOf(options);
    this.#timeFactor = options.timeFactor ?? 1;
    this.#settings = changeSettings(defaultLeakSettings, options.settings ?? {});
    this.#scaled = compressSettings(this.#settings, this.#timeFactor);
    this.#intervalMs = this.#scaled.censusIntervalMs;
    this.#costs = new StageCosts(this.#parts.clock);
    this.#book = new FindingBook(this.#parts.clock, this.#parts.store);
    this.#rounds = new LeakRounds(this.#parts, this.#book);
    this.#escalation = new Escalation(this.#parts, this.#rounds, this.#costs, this);
  }

  /** Begins to watch. Starting twice does nothing; answers this detective. */
  start(): this {
    if (this.#startMs !== undefined) return this;
    const { clock, governor, view } = this.#parts;
    this.#startMs = clock.now();
    this.#account = governor?.openAccount('diagnostics', 'leak-detective');
    view.start(() => {
      if (this.#isWarm) this.#rounds.floor();
    });
    void this.#book.load();
    this.#escalation.sample(this.#startMs, false, this.#scaled);
    this.#schedule();
    return this;
  }

  /** Stops all timers, observers and sampling, and stores the figures of the convicted; findings stay. Stopping twice does nothing. */
  async stop(): Promise<void> {
    if (this.#startMs === undefined) return;
    this.#startMs = undefined;
    this.#cancel?.();
    this.#parts.view.stop();
    this.#account?.shrink(this.#account.usedBytes);
    this.#account?.close();
    this.#account = undefined;
    await Promise.all([this.#escalation.stop(), this.#book.store()]);
  }

  /**
   * Says that an object ought to be dead within the deadline: a request, a socket, a job. A share of
   * them is followed by a weak reference. O(1); does nothing while stopped.
   */
  watch(kind: string, object: object, deadlineMs = this.#scaled.watchDeadlineMs): void {
    if (this.#startMs === undefined) return;
    this.#rounds.watch(kind, object, deadlineMs, this.#scaled.watchShare);
  }

  /**
   * A full round now: discovery, count, confirming collection, judgement. Calls during a round share
   * it. Rejects with `LEAK_DETECTIVE_STOPPED` when it is not running.
   */
  check(): Promise<LeakSnapshot> {
    this.#checking ??= this.#checkNow().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  /** Changes settings from the next count on; throws like the constructor and then changes nothing. */
  configure(change: Partial<LeakSettings>): LeakSettings {
    this.#settings = changeSettings(this.#settings, change);
    this.#scaled = compressSettings(this.#settings, this.#timeFactor);
    this.#intervalMs = this.#scaled.censusIntervalMs;
    if (this.#startMs !== undefined) this.#schedule();
    return this.#settings;
  }

  /** Convicted first, then suspects, then what is gone. */
  findings(): Finding[] {
    return this.#book.list();
  }

  signals(): LeakSignals {
    return this.#rounds.signals(this.#scaled);
  }

  /** Forgets findings, here and in the store, and all histories; warm-up is not repeated. */
  async clearHistory(): Promise<void> {
    this.#rounds.forget();
    this.#outcome = calm;
    await this.#book.clear();
  }

  snapshot(): LeakSnapshot {
    const { clock, view, confirming } = this.#parts;
    const { census, runs, histories, survivors, heldBytes } = this.#rounds;
    const runningForMs = this.#startMs === undefined ? null : clock.now() - this.#startMs;
    return {
      isRunning: runningForMs !== null,
      at: new Date(clock.wallMs()).toISOString(),
      runningForMs,
      isWarm: this.#isWarm,
      isSuspicious: this.#outcome.isSuspicious,
      timeFactor: this.#timeFactor,
      settings: this.#settings,
      findings: this.findings(),
      signals: this.signals(),
      census: {
        runs,
        collections: census.members,
        refusedTotal: census.refused,
        histories,
        intervalMs: this.#intervalMs,
      },
      discovery: this.#escalation.discovery,
      watched: survivors,
      majorCollections: view.figures().majors,
      confirmingCollections: confirming.made,
      samplingIntervalBytes: this.#escalation.samplingBytes,
      heldBytes,
      cost: {
        share: runningForMs ? this.#costs.totalMs / runningForMs : 0,
        stages: this.#costs.snapshot(),
      },
    };
  }

  get #isWarm(): boolean {
    const { clock } = this.#parts;
    return this.#startMs !== undefined && clock.now() - this.#startMs >= this.#scaled.warmUpMs;
  }

  #schedule(): void {
    this.#cancel?.();
    this.#cancel = this.#parts.clock.after(this.#intervalMs, () => {
      try {
        this.#round();
      } catch (error) {
        // It looks into objects of others: one that it stumbles over must neither end the process nor the watch.
        channels.probeFailed.publish({ probe: 'leak round', error });
      }
      if (this.#startMs !== undefined) this.#schedule();
    });
  }

  /** One count and what follows from it. */
  #round(): void {
    const { clock } = this.#parts;
    const nowMs = clock.now();
    const counted = this.#count();
    const tookMs = clock.now() - nowMs;
    const { censusIntervalMs, confirmIntervalMs, floorIntervalMs } = this.#scaled;
    this.#intervalMs = Math.max(censusIntervalMs, tookMs / leakLimits.censusShare.value);
    this.#escalation.discoverWhenDue(nowMs, this.#outcome.isUnheld, this.#scaled);
    if (!this.#isWarm) return;
    this.#judge(counted);
    const { isSuspicious } = this.#outcome;
    this.#escalation.sample(nowMs, isSuspicious, this.#scaled);
    if (isSuspicious) this.#escalation.confirm(confirmIntervalMs);
    else this.#escalation.floorWhenDue(floorIntervalMs);
  }

  #count(): Counted {
    const counted = this.#costs.time('census', () =>
      this.#rounds.count(this.#isWarm, this.#scaled),
    );
    this.#charge();
    return counted;
  }

  #judge(counted: Counted): void {
    this.#outcome = this.#costs.time('judge', () => this.#rounds.judge(counted, this.#scaled));
  }

  async #checkNow(): Promise<LeakSnapshot> {
    if (this.#startMs === undefined) throw leakErrors.stopped();
    await this.#escalation.discover();
    const wasRead = await this.#escalation.readSites();
    if (this.#startMs === undefined) throw leakErrors.stopped();
    if (!wasRead) this.#escalation.confirm(0);
    const counted = this.#count();
    if (this.#isWarm) this.#judge(counted);
    return this.snapshot();
  }

  /** Keeps the account at what is held; beyond the bound, or refused by the pool, histories begin anew. */
  #charge(): void {
    if (this.#rounds.heldBytes > leakLimits.historyBytes.value) this.#rounds.forget();
    const account = this.#account;
    if (!account) return;
    const missing = this.#rounds.heldBytes - account.usedBytes;
    if (missing < 0) account.shrink(-missing);
    else if (!account.grow(missing)) this.#rounds.forget();
  }
}
