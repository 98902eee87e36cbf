import { FixedHistogram } from '../metrics/fixed-histogram.ts';

/** How one run ended. */
export type RunOutcome = 'completed' | 'failed' | 'dead' | 'postponed' | 'handed-back';

/** What waits in one queue, as the database said last. */
export interface QueueDepth {
  readonly waiting: number;
  /** Of those waiting, the ones that may run now. */
  readonly due: number;
  readonly active: number;
  readonly dead: number;
  /** Seconds the oldest due job has been due. */
  readonly oldestSeconds: number;
}

/** Upper bounds of the run time histogram, in seconds. */
const runBounds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** What one process knows of one queue. */
export class QueueFigures {
  readonly runSeconds = new FixedHistogram(runBounds);
  readonly ended: Record<RunOutcome, number> = {
    completed: 0,
    failed: 0,
    dead: 0,
    postponed: 0,
    'handed-back': 0,
  };
  depth: QueueDepth = { waiting: 0, due: 0, active: 0, dead: 0, oldestSeconds: 0 };
}
