/** Every bound of the health pages. */
export const healthLimits = {
  /** Time a dependency may take to answer before it counts as unavailable. */
  checkMs: 2000,
  /** Delay of the event loop from which it is reported as a warning. */
  loopDelayWarningMs: 100,
  /** Share of busy time of the event loop from which it is reported as a warning. */
  loopUtilisationWarning: 0.9,
} as const;
