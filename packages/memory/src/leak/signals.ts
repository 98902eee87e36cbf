import { GrowthHistory } from './growth-history.ts';
import { GrowthRule } from './growth-rule.ts';
import type { GrowthRuleSignal } from './growth-rule.ts';
import type { Growth } from './judge-growth.ts';
import type { LeakSettings } from './leak-settings.ts';
import type { LeakSignals, TrendSignal } from './leak-snapshot.ts';
import type { MemoryFigures } from './memory-view.ts';
import type { ProcessWatch } from './process-watch.ts';

const unexplainedRules = { leastPoints: 8, leastGrowth: 4 * 1024 * 1024, leastConcordance: 0.6 };

/** Stage one: figures of the whole process that ask for a closer look. */
export class Signals {
  readonly #watch: ProcessWatch;
  readonly #unexplained = new GrowthHistory();
  readonly #growthRule = new GrowthRule();
  #rule: GrowthRuleSignal | undefined;

  constructor(watch: ProcessWatch) {
    this.#watch = watch;
  }

  /** Adds one reading. The rule counts from the first one, the trends once the process is warm. */
  add(atMs: number, work: number, figures: MemoryFigures, isWarm: boolean, settings: LeakSettings) {
    const { growthWindowMs, growthThresholdBytes } = settings;
    this.#rule = this.#growthRule.add(
      atMs,
      figures.heapUsedBytes,
      growthWindowMs,
      growthThresholdBytes,
    );
    if (isWarm) this.#unexplained.add(atMs, work, figures.unexplainedBytes);
  }

  clear(): void {
    this.#unexplained.clear();
    this.#growthRule.clear();
  }

  read(figures: MemoryFigures, settings: LeakSettings): LeakSignals {
    const { growthThresholdBytes: thresholdBytes, growthWindowMs: windowMs } = settings;
    const rest = figures.limitBytes - figures.workingSetBytes;
    return {
      heapFloor: trend(this.#watch.heap(), figures.oldLimitBytes - figures.oldUsedBytes),
      externalFloor: trend(this.#watch.external(), rest),
      unexplained: trend(this.#unexplained.judge(unexplainedRules), rest),
      growthRule: this.#rule ?? { isRaised: false, grownBytes: 0, thresholdBytes, windowMs },
    };
  }
}

function trend({ shape, from, to, perSecond }: Growth, roomBytes: number): TrendSignal {
  const isRaised = shape === 'grows' && perSecond > 0;
  return {
    shape,
    isRaised,
    fromBytes: from,
    toBytes: to,
    bytesPerHour: perSecond * 3600,
    timeToLimitMs: isRaised ? (Math.max(0, roomBytes) / perSecond) * 1000 : null,
  };
}
