import type { TriggerThresholds } from '../triggers/trigger-thresholds.ts';

/** One service that is watched, and where its figures come from; at least one source is set. */
export interface TargetConfig {
  readonly name: string;
  /** Folders below the cgroup root, parted by `|`, the first that is there counts; `*` at the end: the newest folder. */
  readonly cgroup: string | null;
  /** Address of its Prometheus page. */
  readonly metricsUrl: string | null;
  /** Address that answers 2xx while it is healthy. */
  readonly healthUrl: string | null;
  /** The target whose calm window is the baseline of this one's speed. */
  readonly peer: string | null;
  /** Share of its limit above which it warns. */
  readonly warningRatio: number;
}

/** Everything the monitor is told at its start. */
export interface MonitorConfig {
  readonly host: string;
  readonly port: number;
  readonly cgroupRoot: string;
  readonly targets: readonly TargetConfig[];
  readonly sampleMs: number;
  readonly scrapeMs: number;
  readonly healthMs: number;
  readonly timeoutMs: number;
  readonly thresholds: TriggerThresholds;
  readonly webhookUrl: string | null;
}
