import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { CancelTimer, Clock, Governor } from '@lexiflow/memory';
import { channels, pressureLevels } from '@lexiflow/memory';
import type { Logger } from 'pino';
import { processLimits } from './process.limits.ts';

/**
 * Exit status of a process that ended itself so that a fresh one takes over (EX_TEMPFAIL): not 0, so that
 * a supervisor that restarts on failure only does so too.
 */
export const EXIT_DRAINED = 75;

const critical = pressureLevels.indexOf('critical');

/** What the decision is made of. */
export interface DrainExitParts {
  readonly governor: Pick<Governor, 'onLevel'>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  readonly uptimeMs: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Called at most once. */
  readonly exit: () => void;
}

/**
 * Calls `exit` when the governor asks for a fresh process: within `drainExitSpreadMs`, in a process younger
 * than `drainExitAfterMs` that much after this age; not if the level falls below critical until then.
 */
export function exitOnDrain(parts: DrainExitParts): void {
  const { governor, logger, clock, uptimeMs, random, exit } = parts;
  let cancel: CancelTimer | null = null;
  const forget = (): void => {
    cancel?.();
    cancel = null;
  };
  const leave = (): void => {
    unsubscribe(channels.drain.name, onDrain);
    endLevels();
    forget();
    exit();
  };
  const onDrain = (): void => {
    if (cancel !== null) return;
    const youngMs = Math.max(0, processLimits.drainExitAfterMs - uptimeMs());
    const waitMs = youngMs + random() * processLimits.drainExitSpreadMs;
    const why = youngMs > 0 ? 'Too young to end itself for memory' : 'Not at once, as others may';
    logger.warn({ inSeconds: Math.ceil(waitMs / 1000) }, `${why}: it will if the pressure lasts`);
    cancel = clock.after(waitMs, leave);
  };
  const endLevels = governor.onLevel((level) => {
    if (pressureLevels.indexOf(level) < critical) forget();
  });
  subscribe(channels.drain.name, onDrain);
}
