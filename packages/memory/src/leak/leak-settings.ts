import { leakErrors } from './leak.errors.ts';

const mib = 1024 * 1024;

/** What a person may set, in units of a process that is not compressed. */
export interface LeakSettings {
  /** Distance of two counts of all known collections. */
  readonly censusIntervalMs: number;
  /** Distance of two searches for collections; suspicion asks for one in between. */
  readonly discoveryIntervalMs: number;
  /** Time after the start in which growth says nothing. */
  readonly warmUpMs: number;
  /** Growth is seen this long before anything is convicted. */
  readonly convictAfterMs: number;
  /** Distance of two confirming collections while something is suspected. */
  readonly confirmIntervalMs: number;
  /** A floor is asked for when V8 has made no major collection for this long. */
  readonly floorIntervalMs: number;
  /** Time after which a watched object ought to have died, where `watch` says nothing else. */
  readonly watchDeadlineMs: number;
  /** Share of the watched objects that is really followed. */
  readonly watchShare: number;
  /** The rule people know: more growth of the used heap than this … */
  readonly growthThresholdBytes: number;
  /** … within this time. One signal among others. */
  readonly growthWindowMs: number;
  /** Growth below this per hour is not worth a conviction unless the limit is near. */
  readonly matterBytesPerHour: number;
  /** Time to the limit below which any growth matters. */
  readonly matterTimeToLimitMs: number;
  /** Mean distance of two sampled allocations; 0 turns sampling off. */
  readonly samplingIntervalBytes: number;
  /** The same while something is suspected. */
  readonly fineSamplingIntervalBytes: number;
  /** Longest time of fine sampling per suspicion. */
  readonly fineSamplingMs: number;
}

export const defaultLeakSettings: LeakSettings = {
  censusIntervalMs: 30_000,
  discoveryIntervalMs: 300_000,
  warmUpMs: 300_000,
  convictAfterMs: 900_000,
  confirmIntervalMs: 120_000,
  floorIntervalMs: 180_000,
  watchDeadlineMs: 60_000,
  watchShare: 0.02,
  growthThresholdBytes: 50 * mib,
  growthWindowMs: 300_000,
  matterBytesPerHour: mib,
  matterTimeToLimitMs: 24 * 3_600_000,
  samplingIntervalBytes: 512 * 1024,
  fineSamplingIntervalBytes: 128 * 1024,
  fineSamplingMs: 1_200_000,
};

const day = 24 * 3_600_000;

const ranges: Readonly<Record<keyof LeakSettings, readonly [least: number, most: number]>> = {
  censusIntervalMs: [1000, day],
  discoveryIntervalMs: [10_000, day],
  warmUpMs: [0, day],
  convictAfterMs: [60_000, 30 * day],
  confirmIntervalMs: [60_000, day],
  floorIntervalMs: [60_000, day],
  watchDeadlineMs: [1000, day],
  watchShare: [0, 1],
  growthThresholdBytes: [mib, 1024 * 1024 * mib],
  growthWindowMs: [10_000, day],
  matterBytesPerHour: [0, 1024 * 1024 * mib],
  matterTimeToLimitMs: [0, 365 * day],
  samplingIntervalBytes: [0, 1024 * mib],
  fineSamplingIntervalBytes: [4096, 1024 * mib],
  fineSamplingMs: [0, day],
};

/** Merges a change into settings; throws `LEAK_OPTION_UNKNOWN` or `LEAK_OPTION_INVALID`. */
export function changeSettings(before: LeakSettings, change: Partial<LeakSettings>): LeakSettings {
  const after = { ...before };
  for (const [name, value] of Object.entries(change) as [keyof LeakSettings, unknown][]) {
    if (!Object.hasOwn(ranges, name)) {
      throw leakErrors.unknownOption(`"${name}" is none of ${Object.keys(ranges).join(', ')}.`);
    }
    if (value === undefined) continue;
    const [least, most] = ranges[name];
    if (!(typeof value === 'number' && value >= least && value <= most)) {
      throw leakErrors.invalidOption(
        `${name} is ${JSON.stringify(value)}, outside ${least} … ${most}.`,
      );
    }
    after[name] = value;
  }
  return after;
}

/** The same settings with all times divided by `factor` and rates multiplied by it, for trials. */
export function compressSettings(settings: LeakSettings, factor: number): LeakSettings {
  if (!(factor >= 1 && factor <= 10_000)) {
    throw leakErrors.invalidOption(`timeFactor is ${factor}, outside 1 … 10000.`);
  }
  const entries = Object.entries(settings).map(([name, value]: [string, number]) => [
    name,
    name.endsWith('Ms') ? value / factor : value,
  ]);
  const compressed = Object.fromEntries(entries) as unknown as LeakSettings;
  return { ...compressed, matterBytesPerHour: settings.matterBytesPerHour * factor };
}
