import type { CancelTimer } from '../clock.ts';
import type { Account } from '../governor/account.ts';
import { Census } from './census.ts';
import { Escalation } from './escalation.ts';
import type { Finding } from './finding.ts';
import { FindingBook } from './finding-book.ts';
import { fingerprintOf } from './fingerprint.ts';
import { GrowthBook } from './growth-book.ts';
import { draftFinding, draftUnheld } from './judge-round.ts';
import { leakErrors } from './leak.errors.ts';
import { leakLimits } from './leak.limits.ts';
import type { DetectiveParts, LeakDetectiveOptions } from './leak-options.ts';
import { partsOf } from './leak-options.ts';
import type { LeakSettings } from './leak-settings.ts';
import { changeSettings, compressSettings, defaultLeakSettings } from './leak-settings.ts';
import type { LeakSignals, LeakSnapshot } from './leak-snapshot.ts';
import { LoadMeter } from './load-meter.ts';
import { ObjectWatch } from './object-watch.ts';
import type { Survivors } from './object-watch.ts';
import { ProcessWatch } from './process-watch.ts';
import { Signals } from './signals.ts';
import { StageCosts } from './stage-costs.ts';
import type { Counted } from './suspects.ts';
import { judgeHolders, noteCounted } from './suspects.ts';

/** Bytes of one counted collection and of one watched object, for the account. */
const memberBytes = 400;
const watchedBytes = 120;

/**
 * Finds what grows without end and names who holds it: counts collections, follows objects that ought
 * to die and the floor of live memory, and convicts when two kinds of evidence agree.
 */
export class LeakDetective {
  readonly #parts: DetectiveParts;
  readonly #timeFactor: number;
  readonly #load: LoadMeter;
  readonly #costs: StageCosts;
  readonly #census = new Census();
  readonly #histories = new GrowthBook();
  readonly #process = new ProcessWatch();
  readonly #signals = new Signals(this.#process);
  readonly #objects: ObjectWatch;
  readonly #book: FindingBook;
  readonly #escalation: Escalation;
  #settings: LeakSettings;
  #scaled: LeakSettings;
  #account: Account | undefined;
  #cancel: CancelTimer | undefined;
  #startMs: number | undefined;
  #intervalMs = 0;
  #runs = 0;
  #survivors: readonly Survivors[] = [];
  #isSuspicious = false;
  #checking: Promise<LeakSnapshot> | undefined;

  /** Throws `LEAK_OPTION_UNKNOWN` or `LEAK_OPTION_INVALID` for settings it would misread. */
  constructor(options: LeakDetectiveOptions) {
    this.#parts = partsOf(options);
    this.#timeFactor = options.timeFactor ?? 1;
    this.#settings = changeSettings(defaultLeakSettings, options.settings ?? {});
    this.#scaled = compressSettings(this.#settings, this.#timeFactor);
    const { clock, governor, store, random } = this.#parts;
    this.#load = new LoadMeter(governor);
    this.#costs = new StageCosts(clock);
    this.#objects = new ObjectWatch(random);
    this.#book = new FindingBook(clock, store);
    this.#escalation = new Escalation(this.#parts, this.#census, this.#process, this.#costs, this);
  }

  /** Begins to watch. Starting twice does nothing; answers this detective. */
  start(): this {
    if (this.#startMs !== undefined) return this;
    const { clock, governor, view } = this.#parts;
    this.#startMs = clock.now();
    this.#account = governor?.openAccount('diagnostics', 'leak-detective');
    view.start(() => this.#floor());
    void this.#book.load();
    this.#escalation.sample(this.#startMs, false, this.#scaled);
    this.#intervalMs = this.#scaled.censusIntervalMs;
    this.#schedule();
    return this;
  }

  /** Stops all timers, observers and sampling; findings stay. Stopping twice does nothing. */
  async stop(): Promise<void> {
    if (this.#startMs === undefined) return;
    this.#startMs = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#parts.view.stop();
    this.#account?.shrink(this.#account.usedBytes);
    this.#account?.close();
    this.#account = undefined;
    await this.#escalation.stop();
  }

  /**
   * Says that an object ought to be dead within the deadline: a request, a socket, a job. A share of
   * them is followed by a weak reference. O(1); does nothing while stopped.
   */
  watch(kind: string, object: object, deadlineMs = this.#scaled.watchDeadlineMs): void {
    if (this.#startMs === undefined) return;
    this.#load.add();
    const nowMs = this.#parts.clock.now();
    this.#objects.add(kind, object, nowMs, deadlineMs, this.#scaled.watchShare);
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
    return this.#signals.read(this.#parts.view.figures(), this.#scaled);
  }

  /** Forgets findings, here and in the store, and all histories; warm-up is not repeated. */
  async clearHistory(): Promise<void> {
    this.#histories.clear();
    this.#process.clear();
    this.#signals.clear();
    this.#objects.clear();
    this.#survivors = [];
    this.#isSuspicious = false;
    await this.#book.clear();
  }

  snapshot(): LeakSnapshot {
    const { clock, view, confirming } = this.#parts;
    const runningForMs = this.#startMs === undefined ? null : clock.now() - this.#startMs;
    return {
      isRunning: runningForMs !== null,
      at: new Date(clock.wallMs()).toISOString(),
      runningForMs,
      isWarm: this.#isWarm,
      isSuspicious: this.#isSuspicious,
      timeFactor: this.#timeFactor,
      settings: this.#settings,
      findings: this.findings(),
      signals: this.signals(),
      census: {
        runs: this.#runs,
        collections: this.#census.members,
        refusedTotal: this.#census.refused,
        histories: this.#histories.size,
        intervalMs: this.#intervalMs,
      },
      discovery: this.#escalation.discovery,
      watched: this.#survivors,
      majorCollections: view.figures().majors,
      confirmingCollections: confirming.made,
      samplingIntervalBytes: this.#escalation.samplingBytes,
      heldBytes: this.#heldBytes,
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

  get #heldBytes(): number {
    return (
      this.#census.members * memberBytes +
      this.#objects.size * watchedBytes +
      this.#histories.bytes +
      this.#process.bytes
    );
  }

  #schedule(): void {
    this.#cancel?.();
    this.#cancel = this.#parts.clock.after(this.#intervalMs, () => {
      this.#round();
      if (this.#startMs !== undefined) this.#schedule();
    });
  }

  #floor(): void {
    if (!this.#isWarm) return;
    const { clock, view, confirming } = this.#parts;
    this.#process.addFloor(clock.now(), this.#load.total, view.figures(), confirming.ownBytes);
  }

  /** One count and what follows from it. */
  #round(): void {
    const { clock, view, confirming } = this.#parts;
    const nowMs = clock.now();
    const counted = this.#costs.time('census', () => this.#count(nowMs));
    const tookMs = clock.now() - nowMs;
    this.#intervalMs = Math.max(
      this.#scaled.censusIntervalMs,
      tookMs / leakLimits.censusShare.value,
    );
    const isDiscoveryDue =
      nowMs - this.#escalation.discoveredMs >= this.#scaled.discoveryIntervalMs;
    if (isDiscoveryDue) void this.#escalation.discover();
    if (!this.#isWarm) return;
    this.#isSuspicious = this.#costs.time('judge', () => this.#judge(counted, nowMs));
    void this.#escalation.readSites(nowMs, this.#load.total, leakLimits.sites.value);
    this.#escalation.sample(nowMs, this.#isSuspicious, this.#scaled);
    if (!this.#isSuspicious) return;
    const gapMs = this.#scaled.confirmIntervalMs;
    if (confirming.ask(nowMs, gapMs, view.figures())) void this.#escalation.discover();
  }

  #count(nowMs: number): Counted {
    const { view, governor, resources } = this.#parts;
    const figures = view.figures();
    const isWarm = this.#isWarm;
    this.#runs++;
    this.#signals.add(nowMs, this.#load.total, figures, isWarm, this.#scaled);
    this.#census.count(nowMs);
    this.#survivors = this.#objects.judge(nowMs, figures.majors);
    const counted: Counted = {
      census: this.#census,
      survivors: this.#survivors,
      resources: resources(),
      accounts: governor?.largestAccounts(leakLimits.accountGroups.value) ?? [],
    };
    if (isWarm) noteCounted(this.#histories, counted, nowMs, this.#load.total);
    this.#charge();
    return counted;
  }

  /** Judges everything that grows; answers whether anything is suspected. */
  #judge(counted: Counted, nowMs: number): boolean {
    const figures = this.#parts.view.figures();
    this.#process.setSurvivors(counted.survivors, this.#histories);
    const { holders, isCut } = judgeHolders(this.#histories, counted, nowMs);
    const drafts = holders.flatMap((holder) => {
      const evidence = this.#process.evidence(figures, nowMs - holder.growth.spanMs * 1.2);
      return draftFinding(holder, evidence, this.#scaled) ?? [];
    });
    const isHeld = drafts.some(({ status }) => status === 'convicted');
    const unheld = isHeld ? undefined : draftUnheld(this.#process.evidence(figures), this.#scaled);
    if (unheld) drafts.push(unheld);
    for (const draft of drafts) this.#book.note(draft);
    const noted = new Set(drafts.map(({ fingerprint }) => fingerprint));
    const seen = new Set(holders.map(({ kind, holder }) => fingerprintOf(kind, holder)));
    this.#book.settle(this.#scaled.convictAfterMs, ({ fingerprint }) => {
      return !noted.has(fingerprint) && (!isCut || seen.has(fingerprint));
    });
    const { heapFloor, externalFloor, unexplained, growthRule } = this.signals();
    const raised = [heapFloor, externalFloor, unexplained, growthRule].some((it) => it.isRaised);
    return drafts.length > 0 || raised;
  }

  async #checkNow(): Promise<LeakSnapshot> {
    if (this.#startMs === undefined) throw leakErrors.stopped();
    const { clock, view, confirming } = this.#parts;
    confirming.ask(clock.now(), 0, view.figures());
    await this.#escalation.discover();
    if (this.#startMs === undefined) throw leakErrors.stopped();
    await this.#escalation.readSites(clock.now(), this.#load.total, leakLimits.sites.value);
    const counted = this.#costs.time('census', () => this.#count(clock.now()));
    if (this.#isWarm) this.#isSuspicious = this.#judge(counted, clock.now());
    return this.snapshot();
  }

  /** Keeps the account at what is held; where the pool refuses, histories begin anew. */
  #charge(): void {
    const account = this.#account;
    if (!account) return;
    const missing = this.#heldBytes - account.usedBytes;
    if (missing < 0) account.shrink(-missing);
    else if (!account.grow(missing)) this.#histories.clear();
  }
}
