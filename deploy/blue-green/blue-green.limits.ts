/** Every bound of the deployment program that no variable sets. */
export const blueGreenLimits = {
  /** Longest run of one command (docker, nginx): an image is pulled before, not within. */
  commandMs: 120_000,
  /** Output of a command that is kept for its error. */
  commandOutputBytes: 64 * 1024,
  /** Time nginx has to answer with the new route after a reload. */
  reloadMs: 15_000,
  /** Between two looks for that. */
  reloadLookMs: 50,
  /** Body of the memory monitor's answer. */
  monitorAnswerBytes: 64 * 1024,
  /** Tries to give the traffic back within one run; the next run goes on. */
  returnTries: 5,
  /** Pause between them. */
  returnPauseMs: 1000,
  /** Time a running deployment has to roll back when it is told to. */
  rollbackWithinMs: 60_000,
  /** Pause before a process that died is started again, by the driver of processes. */
  restartPauseMs: 200,
} as const;
