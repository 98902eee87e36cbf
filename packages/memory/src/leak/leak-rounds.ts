import { AccountHeads } from './account-heads.ts';
import { Census } from './census.ts';
import { draftFinding, draftUnheld } from './judge-round.ts';
import type { FindingBook } from './finding-book.ts';
import { fingerprintOf } from './fingerprint.ts';
import { foldFindings } from './fold-findings.ts';
import { GrowthBook } from './growth-book.ts';
import type { DetectiveParts } from './leak-options.ts';
import type { LeakSettings } from './leak-settings.ts';
import type { LeakSignals } from './leak-snapshot.ts';
import { leakLimits } from './leak.limits.ts';
import { LoadMeter } from './load-meter.ts';
import { ObjectWatch } from './object-watch.ts';
import type { Survivors } from './object-watch.ts';
import { ProcessWatch } from './process-watch.ts';
import { Signals } from './signals.ts';
import type { Counted } from './suspects.ts';
import { isFillingUp, judgeHolders, noteCounted } from './suspects.ts';

/** Bytes of one counted collection and of one watched object, for the account. */
const memberBytes = 400;
const watchedBytes = 120;

/** Growth below this many entries explains nothing. */
const leastWeighed = 16;

/** How suspicious a round found the process. */
export interface RoundOutcome {
  readonly isSuspicious: boolean;
  /** Memory grows and no holder is in sight. */
  readonly isUnheld: boolean;
}

/** One count after the other: what is seen goes into histories, histories are judged, findings follow. */
export class LeakRounds {
  readonly census = new Census();
  readonly process = new ProcessWatch();
  readonly load: LoadMeter;
  readonly #parts: DetectiveParts;
  readonly #book: FindingBook;
  readonly #histories = new GrowthBook();
  readonly #signals = new Signals(this.process);
  readonly #objects: ObjectWatch;
  readonly #accountHeads = new AccountHeads();
  #survivors: readonly Survivors[] = [];
  #runs = 0;

  constructor(parts: DetectiveParts, book: FindingBook) {
    this.#parts = parts;
    this.#book = book;
    this.load = new LoadMeter(parts.governor, parts.cpuMs);
    const { random, clock } = parts;
    this.#objects = new ObjectWatch({ random, now: () => clock.now() });
  }

  get runs(): number {
    return this.#runs;
  }

  get histories(): number {
    return this.#histories.size;
  }

  get survivors(): readonly Survivors[] {
    return this.#survivors;
  }

  /** What the detective holds itself, roughly. */
  get heldBytes(): number {
    return (
      this.census.members * memberBytes +
      this.#objects.size * watchedBytes +
      this.#histories.bytes +
      this.process.bytes
    );
  }

  watch(kind: string, object: object, deadlineMs: number, share: number): void {
    this.load.add();
    this.#objects.add(kind, object, deadlineMs, share);
  }

  /** Right after a major collection. */
  floor(): void {
    const { clock, view } = this.#parts;
    this.load.settle();
    this.process.addFloor(clock.now(), this.load.total, view.figures());
  }

  /** Counts everything; histories are written once the process is warm. */
  count(isWarm: boolean, settings: LeakSettings): Counted {
    const { clock, view, governor, resources } = this.#parts;
    const nowMs = clock.now();
    const figures = view.figures();
    this.#runs++;
    this.#signals.add(nowMs, this.load.total, figures, isWarm, settings);
    this.process.addOutside(figures);
    this.census.count(nowMs);
    this.#survivors = this.#objects.judge(nowMs, figures.majors);
    const counted: Counted = {
      census: this.census,
      survivors: this.#survivors,
      resources: resources(),
      accountHeads: this.#accountHeads,
      isLoadKnown: this.load.isKnown,
      wallMs: clock.wallMs(),
      graceMs: settings.convictAfterMs / 2,
      accounts: governor?.largestAccounts(leakLimits.accountGroups.value) ?? [],
    };
    if (isWarm) this.load.settle();
    if (isWarm) noteCounted(this.#histories, counted, nowMs, this.load.total);
    return counted;
  }

  /** Judges everything that grows and writes the findings. */
  judge(counted: Counted, settings: LeakSettings): RoundOutcome {
    const nowMs = this.#parts.clock.now();
    const figures = this.#parts.view.figures();
    this.process.setSurvivors(counted, this.#histories);
    const { holders, isCut } = judgeHolders(this.#histories, counted, nowMs);
    const held = holders.flatMap((holder) => {
      const evidence = this.process.evidence(figures, nowMs - holder.growth.spanMs * 1.2);
      return draftFinding(holder, evidence, settings) ?? [];
    });
    const explanation = {
      bytes: this.#explainedBytes(),
      isFillingUp: (forMs: number) => isFillingUp(this.#histories, counted, nowMs - forMs),
    };
    const unheld = draftUnheld(this.process.evidence(figures), explanation, settings);
    const drafts = foldFindings(unheld ? [...held, unheld] : held);
    for (const draft of drafts) this.#book.note(draft);
    const noted = new Set(drafts.map(({ fingerprint }) => fingerprint));
    const seen = new Set(holders.map(({ kind, holder }) => fingerprintOf(kind, holder)));
    this.#book.settle(settings.convictAfterMs, ({ fingerprint }) => {
      return !noted.has(fingerprint) && (!isCut || seen.has(fingerprint));
    });
    const { heapFloor, externalFloor, unexplained, growthRule } = this.signals(settings);
    const isRaised = [heapFloor, externalFloor, unexplained, growthRule].some((it) => it.isRaised);
    const isUnheld = isRaised && drafts.length === 0;
    return { isSuspicious: drafts.length > 0 || isRaised, isUnheld };
  }

  /** What known collections had grown by at their height, as far as it can be weighed: of the largest. */
  #explainedBytes(): number {
    let most = 0;
    for (const group of this.census.groups) {
      if (group.peakGrown < leastWeighed) continue;
      most = Math.max(most, group.peakGrown * (group.leastBytesPerEntry() ?? 0));
    }
    return most;
  }

  signals(settings: LeakSettings): LeakSignals {
    return this.#signals.read(this.#parts.view.figures(), settings);
  }

  /** Forgets histories but not the known collections. */
  forget(): void {
    this.#histories.clear();
    this.process.clear();
    this.#signals.clear();
    this.#objects.clear();
    this.#survivors = [];
  }
}
