/** When a rollback trigger holds. */
export interface TriggerThresholds {
  /** Share of the limit that must be exceeded … */
  readonly memoryRatio: number;
  /** … by every reading of this time. */
  readonly memoryMs: number;
  /** Rise of the time of a request, or of the share that fails, over the baseline. */
  readonly performanceRatio: number;
  /** Time over which requests are averaged. */
  readonly performanceWindowMs: number;
  /** Fewer requests in the window decide nothing. */
  readonly performanceRequests: number;
  /** A rise of the mean below this is noise, whatever its ratio. */
  readonly performanceFloorMs: number;
  /** More failed health checks in a row than this. */
  readonly healthFailures: number;
  /** So many restarts … */
  readonly restarts: number;
  /** … within this time. */
  readonly restartMs: number;
}
