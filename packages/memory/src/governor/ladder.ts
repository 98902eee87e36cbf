/** Steps of the pressure ladder, from calm to the last resort. */
export const pressureLevels = ['normal', 'elevated', 'warning', 'critical', 'emergency'] as const;

/** One step of the ladder. */
export type PressureLevel = (typeof pressureLevels)[number];

/** What one sample says: how full the tightest limit is, and how long until it is reached. */
export interface PressureSample {
  /** Share of the limit in use, 0 … 1. */
  readonly usedRatio: number;
  /** Milliseconds until the limit at the present slope; Infinity when use does not grow. */
  readonly timeToLimitMs: number;
  /** Tasks wait for memory although the limit is not reached: the kernel reclaims all the time. */
  readonly isStalling?: boolean;
}

/** Where the ladder stands, and how many samples in a row have called for a lower level. */
export interface LadderState {
  readonly level: PressureLevel;
  readonly cleanSamples: number;
}

/** Thresholds of the ladder. */
export interface LadderRules {
  /** The share in use at which each level begins. */
  readonly steps: Readonly<Record<Exclude<PressureLevel, 'normal'>, number>>;
  /**
   * A limit nearer than this, and stalling from half of the limit on, lift the level above the one in
   * use by one, never higher than critical.
   */
  readonly forecastMs: number;
  /** A sample is clean when it would still be below the level with this much more in use. */
  readonly clearance: number;
  /** Clean samples in a row that take the ladder down one level. */
  readonly cleanSamplesToDescend: number;
}

/** The ladder before its first sample. */
export const ground: LadderState = { level: 'normal', cleanSamples: 0 };

/** Rules built around the two configured steps: warning and critical, both shares in use. */
export function ladderRules(warning = 0.75, critical = 0.85): LadderRules {
  const emergency = critical + (1 - critical) * (2 / 3);
  return {
    steps: { elevated: warning - 0.1, warning, critical, emergency },
    forecastMs: 10_000,
    clearance: 0.05,
    cleanSamplesToDescend: 3,
  };
}

/** 0 for normal … 4 for emergency. */
export function rank(level: PressureLevel): number {
  return pressureLevels.indexOf(level);
}

/** The level that one sample asks for, without memory of earlier ones. */
export function levelOf(
  { usedRatio, timeToLimitMs, isStalling = false }: PressureSample,
  rules: LadderRules,
): PressureLevel {
  const { steps, forecastMs } = rules;
  if (usedRatio >= steps.emergency) return 'emergency';
  if (usedRatio >= steps.critical) return 'critical';
  const soon = timeToLimitMs < forecastMs || (isStalling && usedRatio >= 0.5);
  if (usedRatio >= steps.warning) return soon ? 'critical' : 'warning';
  if (usedRatio >= steps.elevated) return soon ? 'warning' : 'elevated';
  return soon ? 'elevated' : 'normal';
}

/**
 * One step of the ladder: up at once and as far as the sample asks, down one level at a time
 * and only after several samples that are clear of the level. Pure.
 */
export function ladder(
  state: LadderState,
  sample: PressureSample,
  rules: LadderRules = ladderRules(),
): LadderState {
  const asked = levelOf(sample, rules);
  const here = rank(state.level);
  if (rank(asked) >= here) return { level: asked, cleanSamples: 0 };

  const near = { ...sample, usedRatio: sample.usedRatio + rules.clearance };
  if (rank(levelOf(near, rules)) >= here) return { level: state.level, cleanSamples: 0 };

  const cleanSamples = state.cleanSamples + 1;
  if (cleanSamples < rules.cleanSamplesToDescend) return { level: state.level, cleanSamples };
  return { level: pressureLevels[here - 1] as PressureLevel, cleanSamples: 0 };
}
